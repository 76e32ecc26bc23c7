package tercet.testing.contract;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerStatistics;
import tercet.runtime.broker.BrokerTransport;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.transport.Envelope;
import tercet.testing.testbed.server.Await;

/**
 * How many envelopes a {@link Broker} carries from one node to the other, both in this process.
 * Adapters' tests have a {@code main} for it, which measures a plain client beside it.
 */
public final class BrokerMeasurement implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LOST_AFTER = Duration.ofMillis(200);
  private static final String FRONT = "front";
  private static final String BACK = "back";

  private final ClusterMap map = Loopback.cluster(1, Ownership.ANY_NODE, FRONT, BACK);
  private final ShardId shard = map.preferring(map.node(BACK)).getFirst();
  private final BrokerTransport front;
  private final BrokerTransport back;
  private final AtomicLong received = new AtomicLong();
  private final Semaphore room = new Semaphore(0);

  /**
   * Connects both, and returns when the first envelopes have come.
   *
   * @param connect makes the broker of a node
   */
  public BrokerMeasurement(BiFunction<ClusterMap, String, Broker> connect) {
    front = new BrokerTransport(map, FRONT, connect.apply(map, FRONT), BrokerSettings.DEFAULTS);
    back = new BrokerTransport(map, BACK, connect.apply(map, BACK), BrokerSettings.DEFAULTS);
    back.start(envelope -> {
      received.incrementAndGet();
      room.release();
      return true;
    });
    front.start(envelope -> true);
    Await.until(
        "the first one comes",
        PATIENCE,
        () -> {
          send(0);
          return received.get() > 0;
        });
  }

  private void send(int number) {
    front.send(new Envelope.ToShard(EnvelopeSamples.request(shard, number, FRONT)));
  }

  /**
   * Sends as fast as envelopes come.
   *
   * @param underWay how many may be sent and not received
   * @return envelopes that came in a second
   */
  public double perSecond(int underWay, Duration time) throws InterruptedException {
    while (room.tryAcquire(LOST_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
      // until nothing of before is under way
    }
    room.release(underWay);
    long before = received.get();
    long start = System.nanoTime();
    for (int number = 0; System.nanoTime() - start < time.toNanos(); number++) {
      boolean _ = room.tryAcquire(LOST_AFTER.toMillis(), TimeUnit.MILLISECONDS); // or it is lost
      send(number);
    }
    return (received.get() - before) * 1e9 / (System.nanoTime() - start);
  }

  /** Figures of the sender since the start. */
  public BrokerStatistics statistics() {
    return front.statistics();
  }

  /** A message with one of the envelopes that are sent, for a client without batches. */
  public byte[] single() {
    EnvelopeBatch.Writer writer = new EnvelopeBatch.Writer(FRONT, InstantSource.system());
    writer.add(new Envelope.ToShard(EnvelopeSamples.request(shard, 0, FRONT)));
    return writer.toBytes();
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
