package tercet.testing.contract;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tercet.kernel.command.Answer;
import tercet.kernel.id.ShardId;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.cluster.PeerStatistics;
import tercet.runtime.cluster.PeerTransport;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.transport.Envelope;

/** A gateway that asks shards who serves them; {@link EchoNode} answers. */
final class Asker implements AutoCloseable {
  private static final Duration RESEND_AFTER = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name;
  private final PeerTransport transport;
  private final Map<Long, String> answers = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  Asker(ClusterMap map, String name, PeerWire wire) {
    this.name = name;
    this.transport = new PeerTransport(map, name, wire, PeerSettings.DEFAULTS);
    transport.start(this::receive);
  }

  private boolean receive(Envelope envelope) {
    if (envelope instanceof Envelope.ToNode answer
        && answer.answer() instanceof Answer.Created created) {
      answers.put(answer.to().number(), created.id());
    }
    return true;
  }

  PeerTransport transport() {
    return transport;
  }

  PeerStatistics peer(String peer) {
    return transport.peers().stream()
        .filter(statistics -> statistics.peer().equals(peer))
        .findFirst()
        .orElseThrow();
  }

  /** The name of the node that serves a shard now; asks until a node answers. */
  String whoServes(ShardId shard) {
    long number = numbers.getAndIncrement();
    long start = System.nanoTime();
    while (true) {
      transport.send(
          new Envelope.ToShard(
              EnvelopeSamples.request(shard, (int) number, ClusterMap.replyName(name, "start"))));
      long sent = System.nanoTime();
      while (System.nanoTime() - sent < RESEND_AFTER.toNanos()) {
        String answer = answers.get(number);
        if (answer != null) {
          return answer;
        }
        LockSupport.parkNanos(100_000);
      }
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("no node answers for " + shard);
      }
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
