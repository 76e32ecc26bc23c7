package tercet.e2e.process;

import java.time.Duration;
import java.time.InstantSource;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.cluster.PeerTransport;
import tercet.runtime.request.IdSource;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.RequestSettings;
import tercet.runtime.request.ShardClient;
import tercet.runtime.transport.Envelope;

/** A gateway without HTTP: asks the nodes of a cluster, and never gives up before the test does. */
final class ShopFront implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final PeerTransport transport;
  private final ShardClient requests;

  ShopFront(ClusterMap map, String name, Wires wire) {
    IdSource ids = IdSource.random();
    InstantSource clock = Wires.clock();
    transport = new PeerTransport(map, name, wire.open(), PeerSettings.DEFAULTS);
    requests =
        new ShardClient(
            ClusterMap.replyName(name, ids.get()),
            new Shards(map.shardCount()),
            transport,
            clock,
            ids,
            new RequestSettings(
                1_000,
                DEADLINE.plusSeconds(1),
                DEADLINE,
                Duration.ofMillis(250),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                Duration.ofMinutes(5)));
    transport.start(envelope -> {
      if (envelope instanceof Envelope.ToNode answer) {
        requests.receive(answer);
      }
      return true;
    });
  }

  boolean reaches(String node) {
    return transport.peers().stream()
        .anyMatch(peer -> peer.peer().equals(node) && peer.reachable());
  }

  Shards shards() {
    return requests.shards();
  }

  /** Asks for something that is harmless to do twice, until it is answered. */
  Answer ask(ShardId shard, Command command) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      try {
        return requests.ask(requests.begin(), shard, command);
      } catch (NoAnswerException | OverloadedException again) {
        // that is what patience is for
      }
    }
    throw new AssertionError("no answer to " + command);
  }

  /** Asks for a checkout until it is paid, or refused for another reason than lack of time. */
  Answer checkout(OrderId order) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      Answer answer =
          ask(requests.shards().of(order), new Command.Checkout(order, requests.deadline()));
      if (!(answer instanceof Answer.Refused(Refusal refusal))
          || refusal != Reason.DEADLINE_EXCEEDED) {
        return answer;
      }
    }
    throw new AssertionError("never decided: " + order);
  }

  @Override
  public void close() {
    requests.close();
    transport.close();
  }
}
