package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.TimeBound;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.Checkouts;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/** Pulls the plug under full load, again and again. */
@Tag("quick")
final class KillTest {
  /** {@code -Dtercet.kill.rounds=500} is the long form. */
  private static final int ROUNDS = Integer.getInteger("tercet.kill.rounds", 10);

  private static final int COUNT = 8_000;
  private static final int CONNECTIONS = 128;
  private static final Duration READY_MAX = Duration.ofSeconds(2);
  private static final Duration READING_MAX = Duration.ofSeconds(60);

  /** Transactions that were open end by themselves within this time. */
  private static final Duration SETTLING_MAX = Duration.ofSeconds(10);

  @TempDir private Path data = Path.of("");

  @Test
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    long paid = 0;
    long unknown = 0;
    List<Duration> starts = new ArrayList<>();
    ShopProcess shop = ShopProcess.startAsInProduction(ports, data);
    try {
      for (int round = 1; round <= ROUNDS; round++) {
        ReferenceModel books = prepare(ports);
        Killed killed = killUnderLoad(shop, ports, books, random);
        shop = ShopProcess.startAsInProduction(ports, data);
        starts.add(shop.startTime());
        Audit audit =
            books.audit(new BulkReader(ports.uri(), CONNECTIONS, READING_MAX), SETTLING_MAX);
        String where = "seed " + seed + ", round " + round + ": ";
        assertTrue(audit.isClean(), where + audit.report());
        assertTrue(killed.acknowledged() > 0, where + "nothing was sold before the kill");
        paid += killed.acknowledged();
        unknown += books.count(ClientOutcome.UNKNOWN);
      }
    } finally {
      shop.close();
    }
    Collections.sort(starts);
    System.out.printf(
        "%d kills: %,d acknowledged checkouts kept, %,d unknown ones whole;"
            + " ready after %d ms (median), %d ms (slowest)%n",
        ROUNDS, paid, unknown, starts.get(ROUNDS / 2).toMillis(), starts.getLast().toMillis());
    Duration slowest = starts.getLast();
    assertTrue(
        slowest.compareTo(TimeBound.of(READY_MAX)) <= 0
            || slowest.compareTo(startOfNothing().multipliedBy(2)) <= 0,
        "ready only after " + starts);
  }

  /** How long the slowest of some starts without data takes on the machine as it is now. */
  private static Duration startOfNothing() {
    Duration slowest = Duration.ZERO;
    for (int start = 0; start < 3; start++) {
      Path empty = Folders.temporary("empty");
      try (ShopProcess shop = ShopProcess.startAsInProduction(ShopProcess.Ports.free(), empty)) {
        slowest = slowest.compareTo(shop.startTime()) < 0 ? shop.startTime() : slowest;
      } finally {
        Folders.delete(empty);
      }
    }
    return slowest;
  }

  private static ReferenceModel prepare(ShopProcess.Ports ports) {
    try (ShopClient client = new ShopClient(ports.uri())) {
      client.initItems(COUNT, 1_000, 1).value();
      client.initUsers(COUNT, 1_000).value();
      client.initOrders(COUNT, COUNT, COUNT, 1).value();
    }
    ReferenceModel books = new ReferenceModel();
    books.hasBatch(COUNT, 1_000, 1_000);
    return books;
  }

  private record Killed(long acknowledged) {}

  private static Killed killUnderLoad(
      ShopProcess shop, ShopProcess.Ports ports, ReferenceModel books, SplittableRandom random)
      throws Exception {
    List<OrderId> orders = LongStream.range(0, COUNT).mapToObj(OrderId::of).toList();
    Checkouts checkouts = Checkouts.once(orders, books);
    LoadClient client = new LoadClient(ports.uri(), LoadSettings.closedLoop(CONNECTIONS));
    // After so many acknowledgements, so that the kill hits a busy shop on any machine.
    long killAfter = random.nextLong(1, COUNT * 3 / 4);
    try (ExecutorService load = Executors.newSingleThreadExecutor()) {
      Future<?> run = load.submit(() -> runLoad(client, checkouts));
      while (checkouts.paid() < killAfter && !run.isDone()) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
      }
      shop.kill();
      client.stop();
      run.get();
    }
    return new Killed(checkouts.paid());
  }

  private static void runLoad(LoadClient client, Checkouts checkouts) {
    try {
      client.run(checkouts);
    } catch (IOException e) {
      throw new IllegalStateException("this machine has no connections", e);
    }
  }
}
