package tercet.transport.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Request;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerTransport;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.transport.Envelope;
import tercet.testing.contract.EnvelopeSamples;

/**
 * A gateway that asks each shard again and again, and two nodes that answer, all in this process. A
 * question without an answer is repeated every 200 ms.
 */
final class FailoverLoad implements AutoCloseable {
  private static final Duration REPEAT_AFTER = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final BrokerTransport front;
  private final List<BrokerTransport> servers = new ArrayList<>();
  private final Map<Integer, Asking> askers = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /** Asks one shard. */
  private final class Asking implements Runnable {
    private final ShardId shard;
    private volatile int answered = -1;
    private volatile long lastSuccess = System.nanoTime();
    private volatile long longestNanos;

    Asking(ShardId shard) {
      this.shard = shard;
    }

    @Override
    public void run() {
      while (!closed) {
        int number = numbers.getAndIncrement();
        askers.put(number, this);
        while (answered != number && !closed) {
          front.send(new Envelope.ToShard(EnvelopeSamples.request(shard, number, "front/1")));
          long asked = System.nanoTime();
          while (answered != number && System.nanoTime() - asked < REPEAT_AFTER.toNanos()) {
            LockSupport.parkNanos(1_000_000);
          }
        }
        long now = System.nanoTime();
        longestNanos = Math.max(longestNanos, now - lastSuccess);
        lastSuccess = now;
        askers.remove(number);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private final List<Asking> all = new ArrayList<>();

  FailoverLoad(KafkaSettings settings, ClusterMap map) {
    front = transport(settings, map, "front");
    front.start(this::answered);
    for (String name : List.of("a", "b")) {
      BrokerTransport server = transport(settings, map, name);
      servers.add(server);
      server.start(envelope -> {
        if (envelope instanceof Envelope.ToShard(Request request)) {
          server.send(new Envelope.ToNode(request.replyTo(), new Answer.Done()));
        }
        return true;
      });
    }
    for (ShardId shard : new Shards(map.shardCount()).all()) {
      Asking asking = new Asking(shard);
      all.add(asking);
      threads.add(Thread.ofVirtual().start(asking));
    }
  }

  private static BrokerTransport transport(KafkaSettings settings, ClusterMap map, String name) {
    return new BrokerTransport(
        map, name, new KafkaBroker(settings, map, name), BrokerSettings.DEFAULTS);
  }

  private boolean answered(Envelope envelope) {
    if (envelope instanceof Envelope.ToNode(ReplyAddress to, Answer _)) {
      int number = (int) to.number();
      Asking asking = askers.get(number);
      if (asking != null) {
        asking.answered = number;
      }
    }
    return true;
  }

  /** Whether each shard has answered a question that was asked of late. */
  boolean isWell() {
    long now = System.nanoTime();
    return all.stream().allMatch(one -> now - one.lastSuccess < REPEAT_AFTER.toNanos());
  }

  /** Counts anew. */
  void forget() {
    all.forEach(one -> one.longestNanos = 0);
  }

  /** The longest time without an answer of any one shard. */
  Duration longestSilence() {
    return Duration.ofNanos(all.stream().mapToLong(one -> one.longestNanos).max().orElseThrow());
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(thread -> {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    front.close();
    servers.forEach(BrokerTransport::close);
  }
}
