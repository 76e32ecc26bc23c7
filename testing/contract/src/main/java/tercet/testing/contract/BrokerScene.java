package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerTransport;
import tercet.runtime.broker.Recipient;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;
import tercet.testing.testbed.server.Await;

/**
 * A gateway "front" that publishes by hand, and two servers of the same shards, "a" and "b", which
 * tests start. All have the same clock, which stands still.
 */
final class BrokerScene implements AutoCloseable {
  private final ClusterMap map =
      Loopback.cluster(TransportContract.SHARDS.count(), Ownership.ANY_NODE, "front", "a", "b");
  private final MovableClock clock = new MovableClock();
  private final BrokerContract adapter;
  private final String shop;
  private final Broker front;
  private final List<Transport> open = new ArrayList<>();

  BrokerScene(BrokerContract adapter) throws IOException {
    this.adapter = adapter;
    this.shop = adapter.newShop();
    this.front = broker("front");
    front.start(new StandingInbox());
  }

  /** Connects a node that is not started. */
  Broker broker(String node) {
    return adapter.broker(shop, map, node);
  }

  BrokerTransport start(String node, BrokerSettings settings, Transport.Receiver receiver) {
    BrokerTransport transport = new BrokerTransport(map, node, broker(node), settings, clock);
    open.add(transport);
    transport.start(receiver);
    return transport;
  }

  MovableClock clock() {
    return clock;
  }

  /** A shard that a node serves while it is there. */
  ShardId of(String node) {
    return map.preferring(map.node(node)).getFirst();
  }

  void publish(Recipient to, byte[] batch) {
    Await.until(
        "the broker takes it",
        TransportContract.PATIENCE,
        () -> {
          try {
            BrokerSender.send(front, new BrokerSender.Message(to, batch));
            return true;
          } catch (IOException notYet) {
            return false;
          }
        });
  }

  /** A batch of requests that is made now, by the clock of the test. */
  byte[] batch(ShardId shard, int... numbers) {
    EnvelopeBatch.Writer writer = new EnvelopeBatch.Writer("front", clock);
    for (int number : numbers) {
      assertTrue(writer.add(new Envelope.ToShard(EnvelopeSamples.request(shard, number))));
    }
    return writer.toBytes();
  }

  @Override
  public void close() {
    open.forEach(Transport::close);
    front.close();
  }
}
