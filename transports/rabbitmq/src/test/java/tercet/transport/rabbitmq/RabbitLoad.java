package tercet.transport.rabbitmq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.broker.Inbox;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RabbitCluster;

/**
 * A node that reads all shards, and one that sends each of them a message again and again, unless
 * three are under way to it. Success is a message that has been sent, confirmed and received.
 */
final class RabbitLoad implements AutoCloseable {
  private static final Duration USUAL_PAUSE = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int UNDER_WAY_MAX = 3;
  private static final Duration RETRY_AFTER = Duration.ofMillis(20);

  /** All shards have had a message within this time, for as long. */
  private static final Duration STEADY = Duration.ofMillis(500);

  private static final int SHOWN_MAX = 5;

  private final Shards shards;
  private final Duration pause;
  private final RabbitBroker front;
  private final RabbitBroker back;
  private final Thread sender = Thread.ofVirtual().unstarted(this::send);
  private final Map<ShardId, AtomicInteger> underWay = new HashMap<>();
  private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
  private final Set<String> received = ConcurrentHashMap.newKeySet();
  private final Map<ShardId, Gaps> gaps = new ConcurrentHashMap<>();
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private volatile boolean stopped;
  private volatile boolean refused;

  /** When a shard had a message last, and the longest time without one. */
  private static final class Gaps {
    private long last = System.nanoTime();
    private long longest;
    private long count;

    synchronized void success() {
      long now = System.nanoTime();
      longest = Math.max(longest, now - last);
      last = now;
      count++;
    }

    synchronized void measureAnew() {
      longest = 0;
      count = 0;
      last = System.nanoTime();
    }

    synchronized Duration longest() {
      return Duration.ofNanos(Math.max(longest, System.nanoTime() - last));
    }

    synchronized long count() {
      return count;
    }

    synchronized boolean hadOneWithin(Duration time) {
      return System.nanoTime() - last < time.toNanos();
    }
  }

  private final class Receiving implements Inbox {
    @Override
    public BooleanSupplier fromShard(ShardId shard, byte[] batch) {
      if (received.add(RabbitScene.text(batch))) {
        gaps.computeIfAbsent(shard, anew -> new Gaps()).success();
      } else {
        repeated.incrementAndGet();
      }
      return () -> true;
    }

    @Override
    public void forNode(byte[] batch) {}
  }

  RabbitLoad(RabbitSettings settings, Shards shards) throws IOException {
    this(settings, shards, USUAL_PAUSE);
  }

  /**
   * The same at another pace.
   *
   * @param pause between two messages to the same shard
   */
  RabbitLoad(RabbitSettings settings, Shards shards, Duration pause) throws IOException {
    this.shards = shards;
    this.pause = pause;
    shards.all().forEach(shard -> underWay.put(shard, new AtomicInteger()));
    this.front = new RabbitBroker(settings, shards, "front");
    this.back = new RabbitBroker(settings, shards, "back");
    back.start(new Receiving());
    back.assign(Set.copyOf(shards.all()));
    front.start(new CollectingInbox());
    sender.start();
  }

  private void send() {
    for (int round = 0; !stopped; round++) {
      List<Parcel> parcels = new ArrayList<>();
      for (ShardId shard : shards.all()) {
        AtomicInteger count = Objects.requireNonNull(underWay.get(shard));
        if (count.get() < UNDER_WAY_MAX) {
          count.incrementAndGet();
          byte[] batch = (shard + " " + round).getBytes(StandardCharsets.UTF_8);
          parcels.add(new Parcel(new Recipient.Shard(shard), batch, new Hearing(batch, count)));
        }
      }
      front.publish(parcels);
      LockSupport.parkNanos((refused ? RETRY_AFTER : pause).toNanos());
    }
  }

  /** Remembers what was confirmed. */
  private final class Hearing implements Parcel.Outcome {
    private final byte[] batch;
    private final AtomicInteger count;

    Hearing(byte[] batch, AtomicInteger count) {
      this.batch = batch;
      this.count = count;
    }

    @Override
    public void taken() {
      refused = false;
      confirmed.add(RabbitScene.text(batch));
      count.decrementAndGet();
    }

    @Override
    public void failed(IOException why) {
      refused = true;
      refusals.incrementAndGet();
      count.decrementAndGet();
    }
  }

  /** Whether a message was refused since {@link #measureAnew}. */
  boolean isRefused() {
    return refusals.get() > 0;
  }

  /** The port of the server that the receiving node reads from. */
  int readsFrom() {
    return Objects.requireNonNull(back.readsFrom()).port();
  }

  /** Waits until all shards have messages again, and go on having them. */
  void awaitSteady(Duration patience) {
    awaitSteady(patience, STEADY.dividedBy(2));
  }

  /**
   * The same for slow queues.
   *
   * @param within each shard has a message in such a time, twice
   */
  void awaitSteady(Duration patience, Duration within) {
    AtomicLong since = new AtomicLong(System.nanoTime());
    Await.until(
        () -> "not steady within " + patience + ": " + story(),
        patience,
        () -> {
          if (gaps.size() < shards.all().size()
              || !gaps.values().stream().allMatch(gap -> gap.hadOneWithin(within))) {
            since.set(System.nanoTime());
          }
          return System.nanoTime() - since.get() > 2 * within.toNanos();
        });
  }

  void measureAnew() {
    refusals.set(0);
    gaps.values().forEach(Gaps::measureAnew);
  }

  /** Of the shard that had to wait longest. */
  Duration longestGap() {
    return gaps.values().stream().map(Gaps::longest).max(Duration::compareTo).orElseThrow();
  }

  /** The same of these shards. */
  Duration longestGap(Set<ShardId> of) {
    return of.stream()
        .map(shard -> Objects.requireNonNull(gaps.get(shard)).longest())
        .max(Duration::compareTo)
        .orElseThrow();
  }

  /** Messages that have come for a shard since {@link #measureAnew}. */
  long came(ShardId shard) {
    return Objects.requireNonNull(gaps.get(shard)).count();
  }

  /** Connections that the sending node has made. */
  long connections() {
    return front.statistics().connections();
  }

  /** Returns when all messages are decided. */
  void stopSending() {
    endSending();
    Await.until(
        "all messages are decided",
        PATIENCE,
        () -> underWay.values().stream().allMatch(count -> count.get() == 0));
  }

  private void endSending() {
    stopped = true;
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until all messages that were confirmed have come. */
  void awaitConfirmed(Duration patience, RabbitCluster servers) {
    Await.until(
        () -> {
          List<String> late = missing().stream().sorted().toList();
          return "not within %s: %d messages were confirmed and do not come, as %s; %s; queues:%n%s"
              .formatted(
                  patience,
                  late.size(),
                  late.subList(0, Math.min(late.size(), SHOWN_MAX)),
                  story(),
                  servers.server().queues());
        },
        patience,
        () -> missing().isEmpty());
  }

  private Set<String> missing() {
    Set<String> missing = new HashSet<>(confirmed);
    missing.removeAll(received);
    return missing;
  }

  String story() {
    return "%d confirmed, %d received, %d repeated; front %s, back %s"
        .formatted(
            confirmed.size(),
            received.size(),
            repeated.get(),
            front.statistics(),
            back.statistics());
  }

  @Override
  public void close() {
    endSending();
    front.close();
    back.close();
  }
}
