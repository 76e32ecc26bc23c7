package tercet.testing.contract;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tercet.kernel.command.Answer;
import tercet.kernel.id.ShardId;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterTransport;
import tercet.runtime.transport.Envelope;

/** A gateway that asks shards who serves them; {@link EchoNode} answers. */
final class Asker implements AutoCloseable {
  private static final Duration RESEND_AFTER = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name;
  private final ClusterTransport transport;
  private final Map<Long, String> answers = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  /**
   * @param transport not started; closed with this
   */
  Asker(String name, ClusterTransport transport) {
    this.name = name;
    this.transport = transport;
    transport.start(this::receive);
  }

  private boolean receive(Envelope envelope) {
    if (envelope instanceof Envelope.ToNode answer
        && answer.answer() instanceof Answer.Created created) {
      answers.put(answer.to().number(), created.id());
    }
    return true;
  }

  ClusterTransport transport() {
    return transport;
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
