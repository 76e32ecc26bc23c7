package tercet.store.rocksdb;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Amount;
import tercet.kernel.ItemId;
import tercet.kernel.Key;
import tercet.kernel.Kind;
import tercet.kernel.OrderId;
import tercet.kernel.Shards;
import tercet.kernel.Stored;
import tercet.kernel.TransactionId;
import tercet.kernel.UserId;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Answered;
import tercet.kernel.order.Line;
import tercet.kernel.order.Order;
import tercet.kernel.saga.Participation;
import tercet.runtime.store.Commit;

/**
 * Measures what commits cost: each is of as many checkouts as the command line says, and each
 * checkout of the eight records that one changes. Prints checkouts per second, and the CPU time per
 * checkout of the whole process, checkpoints and compactions included.
 *
 * <p>Usage: {@code CommitCost <folder> <seconds per batch size> <records of each kind> <threads>
 * <checkouts per commit>...}
 */
final class CommitCost {
  private static final Shards SHARDS = new Shards(16);
  private static final Duration KEPT = Duration.ofMillis(Integer.getInteger("tercet.kept", 5_000));

  private final RocksDbStore store;
  private final int records;
  private final SplittableRandom random;
  private final long[] nanos = new long[1_000_000];
  private int commits;
  private long checkouts;

  private CommitCost(RocksDbStore store, int records, int seed) {
    this.store = store;
    this.records = records;
    this.random = new SplittableRandom(seed);
  }

  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
    int records = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    long start = System.nanoTime();
    RocksDbSettings settings = RocksDbSettings.defaults();
    try (RocksDbStore store =
        RocksDbStore.open(folder, SHARDS.count(), settings, InstantSource.system())) {
      System.out.printf("opened in %.0f ms%n", (System.nanoTime() - start) / 1e6);
      new CommitCost(store, records, 0).fill();
      for (String batch : Arrays.asList(arguments).subList(4, arguments.length)) {
        measure(store, records, threads, Integer.parseInt(batch), time);
      }
    }
  }

  private static void measure(
      RocksDbStore store, int records, int threads, int batch, Duration time)
      throws InterruptedException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    RocksDbStatistics before = store.statistics();
    Map<String, Double> threadsBefore = CpuByThread.seconds();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    List<CommitCost> runs = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      CommitCost run = new CommitCost(store, records, (int) start + i);
      runs.add(run);
      int lane = i;
      running.add(
          Thread.ofPlatform()
              .name("lane-" + lane)
              .start(() -> {
                run.run(batch, lane, threads, start + time.toNanos());
                System.out.println(
                    CpuByThread.difference(threadsBefore, CpuByThread.seconds(), run.checkouts));
              }));
    }
    for (Thread thread : running) {
      thread.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    cpu = system.getProcessCpuTime() - cpu;
    long checkouts = runs.stream().mapToLong(run -> run.checkouts).sum();
    long[] sorted =
        runs.stream()
            .flatMapToLong(run -> Arrays.stream(run.nanos, 0, run.commits))
            .sorted()
            .toArray();
    RocksDbStatistics after = store.statistics();
    System.out.printf(
        "%4d per commit: %,8.0f checkouts/s, %5.2f us CPU per checkout, commit p50 %.2f ms, "
            + "p99 %.2f ms, max %.0f ms, %.0f bytes per checkout, %d checkpoints in %.1f s, "
            + "%d recent, %d hits, %d misses%n",
        batch,
        checkouts / seconds,
        cpu / 1e3 / checkouts,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        sorted[sorted.length - 1] / 1e6,
        (double) (after.journalBytes() - before.journalBytes()) / checkouts,
        after.checkpoints() - before.checkpoints(),
        after.checkpointTime().minus(before.checkpointTime()).toMillis() / 1e3,
        after.recentRecords(),
        after.cacheHits() - before.cacheHits(),
        after.cacheMisses() - before.cacheMisses());
  }

  private void fill() {
    for (int from = 0; from < records; from += 10_000) {
      Map<Key, @Nullable Stored> changes = new LinkedHashMap<>();
      for (int i = from; i < Math.min(records, from + 10_000); i++) {
        String id = Integer.toString(i);
        ItemId item = new ItemId(id);
        changes.put(
            new Key(Kind.ITEM, SHARDS.of(item), id),
            new Item(new Amount(1_000_000), new Amount(5), 1));
        UserId user = new UserId(id);
        changes.put(
            new Key(Kind.ACCOUNT, SHARDS.of(user), id), new Account(new Amount(1_000_000), 1));
        changes.put(order(id), new Order.Unpaid(user, lines(item, item), 1));
      }
      store.commit(changes.keySet(), view -> new Commit<>(changes, true));
    }
  }

  private static Key order(String id) {
    return new Key(Kind.ORDER, SHARDS.of(new OrderId(id)), id);
  }

  private static List<Line> lines(ItemId one, ItemId other) {
    return List.of(
        new Line(one, new Amount(1), new Amount(5)), new Line(other, new Amount(1), new Amount(5)));
  }

  /** Keys of other threads are left alone: what a record is about does not matter here. */
  private void run(int batch, int lane, int lanes, long end) {
    while (System.nanoTime() < end && commits < nanos.length) {
      long start = System.nanoTime();
      boolean done =
          store.commit(
              List.of(),
              view -> {
                Map<Key, @Nullable Stored> changes = new LinkedHashMap<>();
                Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
                for (int i = 0; i < batch; i++) {
                  checkout(view, changes, now, lane, lanes);
                }
                return new Commit<>(changes, true);
              });
      checkouts += done ? batch : 0;
      nanos[commits++] = System.nanoTime() - start;
    }
  }

  private void checkout(
      tercet.runtime.store.Store.View view,
      Map<Key, @Nullable Stored> changes,
      Instant now,
      int lane,
      int lanes) {
    String command = new UUID(random.nextLong(), random.nextLong()).toString();
    TransactionId transaction = new TransactionId(command);
    ItemId one = new ItemId(id(lane, lanes));
    ItemId other = new ItemId(id(lane, lanes));
    UserId user = new UserId(id(lane, lanes));
    Key order = order(id(lane, lanes));
    Key answer = new Key(Kind.RECENT_ANSWER, order.shard(), command);
    changes.put(order, new Order.Paid(user, lines(one, other), transaction));
    boolean known = view.get(answer) != null || view.get(order) == null;
    changes.put(
        answer,
        new Answered(known ? new Answer.Done() : new Answer.Paid(transaction), now.plus(KEPT)));
    change(view, changes, new Key(Kind.ACCOUNT, SHARDS.of(user), user.value()), transaction, now);
    change(view, changes, new Key(Kind.ITEM, SHARDS.of(one), one.value()), transaction, now);
    change(view, changes, new Key(Kind.ITEM, SHARDS.of(other), other.value()), transaction, now);
  }

  private void change(
      tercet.runtime.store.Store.View view,
      Map<Key, @Nullable Stored> changes,
      Key key,
      TransactionId transaction,
      Instant now) {
    Stored before = changes.containsKey(key) ? changes.get(key) : view.get(key);
    Key participation = new Key(Kind.PARTICIPATION, key.shard(), transaction.value());
    boolean known = view.get(participation) != null;
    changes.put(participation, new Participation.Settled(now.plus(KEPT)));
    changes.put(
        key,
        switch (before) {
          case Account account -> account.withAmount(new Amount(known ? 0 : random.nextInt(1_000)));
          case Item item -> item.withAmount(new Amount(known ? 0 : random.nextInt(1_000)));
          case null, default -> throw new IllegalStateException(key + " is " + before);
        });
  }

  private String id(int lane, int lanes) {
    int number = random.nextInt(records);
    return Integer.toString(
        Math.min(number - number % lanes + lane, records - records % lanes - lanes + lane));
  }
}
