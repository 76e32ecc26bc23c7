package tercet.store.rocksdb;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the cost of commits. Prints checkouts per second, and the CPU time per checkout of the
 * whole process, by threads; drawing the workload is among it.
 *
 * <p>Usage: {@code CommitCost <folder> <seconds for each> <records of each kind> <lanes> <checkouts
 * per commit>...}. Name the first number of checkouts twice: the first run warms up.
 */
final class CommitCost {
  private static final int COMMITS_MAX = 1_000_000;

  private CommitCost() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
    int records = Integer.parseInt(arguments[2]);
    int lanes = Integer.parseInt(arguments[3]);
    long start = System.nanoTime();
    try (RocksDbStore store =
        RocksDbStore.open(
            folder,
            CheckoutWorkload.SHARDS.count(),
            RocksDbSettings.defaults(),
            InstantSource.system())) {
      System.out.printf("opened in %.0f ms%n", (System.nanoTime() - start) / 1e6);
      CheckoutWorkload.fill(store, records);
      for (String perCommit : Arrays.asList(arguments).subList(4, arguments.length)) {
        List<Lane> running = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
          long seed = System.nanoTime();
          CheckoutWorkload workload = new CheckoutWorkload(store, records, lane, lanes, seed);
          running.add(new Lane(workload, Integer.parseInt(perCommit), time));
        }
        measure(store, running);
      }
    }
  }

  /** Commits on a thread of its own. */
  private static final class Lane extends Thread {
    private final CheckoutWorkload workload;
    private final int perCommit;
    private final Duration time;
    private final long[] nanos = new long[COMMITS_MAX];
    private int commits;

    Lane(CheckoutWorkload workload, int perCommit, Duration time) {
      super("lane");
      this.workload = workload;
      this.perCommit = perCommit;
      this.time = time;
    }

    @Override
    public void run() {
      long end = System.nanoTime() + time.toNanos();
      for (long now = System.nanoTime(); now < end && commits < COMMITS_MAX; ) {
        workload.commit(perCommit);
        long after = System.nanoTime();
        nanos[commits++] = after - now;
        now = after;
      }
    }

    long checkouts() {
      return (long) commits * perCommit;
    }
  }

  private static void measure(RocksDbStore store, List<Lane> lanes) throws InterruptedException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    RocksDbStatistics before = store.statistics();
    CpuByThread threads = new CpuByThread();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    lanes.forEach(Thread::start);
    for (Lane lane : lanes) {
      threads.watch(lane);
      lane.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double micros = (system.getProcessCpuTime() - cpu) / 1e3;
    long checkouts = lanes.stream().mapToLong(Lane::checkouts).sum();
    long[] nanos =
        lanes.stream()
            .flatMapToLong(lane -> Arrays.stream(lane.nanos, 0, lane.commits))
            .sorted()
            .toArray();
    RocksDbStatistics after = store.statistics();
    System.out.printf(
        "%d per commit: %,.0f checkouts/s, CPU %.2f us per checkout (%s)%n"
            + "    commit: half in %.2f ms, 99%% in %.2f ms, all in %.0f ms%n"
            + "    %.0f bytes per checkout, %d checkpoints in %d ms, %d recent, %d/%d cached%n",
        lanes.getFirst().perCommit,
        checkouts / seconds,
        micros / checkouts,
        threads.difference(checkouts),
        nanos[nanos.length / 2] / 1e6,
        nanos[(int) (nanos.length * 0.99)] / 1e6,
        nanos[nanos.length - 1] / 1e6,
        (double) (after.journalBytes() - before.journalBytes()) / checkouts,
        after.checkpoints() - before.checkpoints(),
        after.checkpointTime().minus(before.checkpointTime()).toMillis(),
        after.recentRecords(),
        after.cacheHits() - before.cacheHits(),
        after.cacheHits() - before.cacheHits() + after.cacheMisses() - before.cacheMisses());
  }
}
