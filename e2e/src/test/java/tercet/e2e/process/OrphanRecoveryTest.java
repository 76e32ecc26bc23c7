package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Signals;
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

/** Another node finishes the transactions that a dead node left open in a shared store. */
@Tag("slow")
@Timeout(300)
final class OrphanRecoveryTest {
  private static final String RECOVERED = "tercet_records_recovered_total";
  private static final String DYING = "dying-1";
  private static final String LIVING = "living-1";
  private static final String OPEN = "select count(*) from tercet.records where is_open";
  private static final int ORDERS = 3_000;
  private static final int CONNECTIONS = 16;

  /** The promised time from the death of a node until another node takes up its work. */
  private static final Duration RECOVERED_MAX = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration READING_MAX = Duration.ofSeconds(60);
  private static final Duration SETTLING_MAX = Duration.ofSeconds(20);

  /** The node has stored that checkouts have begun, and has sent no message about them. */
  @Test
  void anotherNodeTakesUpWithinThreeSecondsWhatADeadOneHadBegun() throws Exception {
    try (LocalCluster nodes = start("after-commit:tcc.Trying:200")) {
      ReferenceModel books = prepare(nodes.gateway(LIVING));
      try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
        LoadClient client = client(nodes.gateway(DYING));
        Future<?> load = executor.submit(() -> client.run(checkouts(books)));
        await("end", nodes, () -> nodes.member(DYING).condition() == Member.Condition.DEAD);
        awaitRecovery(nodes);
        client.stop();
        load.get();
      }
      assertTrue(books.count(ClientOutcome.UNKNOWN) > 0, "the node died with nothing under way");
      audit(nodes, books);
    }
  }

  /**
   * The node halts as it is about to make orders paid, until others have finished its work. The
   * store then refuses its commit, and the node serves on.
   */
  @Test
  void aNodeThatStoodStillHarmsNothingWhenItWakes() throws Exception {
    try (LocalCluster nodes = start("before-commit:order.Paid:200:pause")) {
      ReferenceModel books = prepare(nodes.gateway(LIVING));
      try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
        LoadClient client = client(nodes.gateway(DYING));
        Future<?> load = executor.submit(() -> client.run(checkouts(books)));
        long pid = nodes.pid(DYING);
        try {
          await("halt", nodes, () -> Signals.isStopped(pid));
          await("end of what was open", nodes, () -> open(nodes) == 0);
        } finally {
          Signals.send("CONT", pid);
        }
        load.get();
      }
      assertTrue(books.count(ClientOutcome.PAID) > ORDERS * 9 / 10, nodes::lastWords);
      audit(nodes, books);
      assertEquals(0, ShopCluster.metric(nodes.admin(DYING), "tercet_inputs_undecidable_total"));
    }
  }

  /** How many records of all nodes are open: those of orders, and those of the others. */
  private static int open(LocalCluster nodes) {
    return Stream.of("orders", "stock")
        .map(database -> nodes.database().sql(database, OPEN))
        .mapToInt(Integer::parseInt)
        .sum();
  }

  private static void awaitRecovery(LocalCluster nodes) {
    long start = System.nanoTime();
    await("orphan recovery", nodes, () -> ShopCluster.metric(nodes.admin(LIVING), RECOVERED) > 0);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("taken up after %d ms%n", taken.toMillis());
    assertTrue(taken.compareTo(TimeBound.of(RECOVERED_MAX)) < 0, () -> "taken up after " + taken);
  }

  /**
   * Two nodes for orders, each with clients of its own, and one for all else. No client asks the
   * living node about the dead node's orders.
   *
   * @param point at which the node "dying" dies or stands still
   */
  private static LocalCluster start(String point) {
    Set<String> front = Set.of("order", "gateway");
    return ShopCluster.start(
        new Blueprint(
            "one dies",
            Blueprint.Storage.POSTGRES,
            "tcc",
            "http",
            List.of(
                new Blueprint.Group(
                    "dying", front, 1, List.of("--test-hooks", "--halt-at=" + point)),
                new Blueprint.Group("living", front, 1),
                new Blueprint.Group("others", Set.of("stock", "payment"), 1)),
            Duration.ofSeconds(5)));
  }

  private static ReferenceModel prepare(URI shop) {
    try (ShopClient client = new ShopClient(shop)) {
      client.initItems(ORDERS, 1_000, 1).value();
      client.initUsers(ORDERS, 1_000).value();
      client.initOrders(ORDERS, ORDERS, ORDERS, 1).value();
    }
    ReferenceModel books = new ReferenceModel();
    books.hasBatch(ORDERS, 1_000, 1_000);
    return books;
  }

  private static Checkouts checkouts(ReferenceModel books) {
    return Checkouts.once(LongStream.range(0, ORDERS).mapToObj(OrderId::of).toList(), books);
  }

  private static LoadClient client(URI shop) {
    return new LoadClient(shop, LoadSettings.closedLoop(CONNECTIONS));
  }

  private static void audit(LocalCluster nodes, ReferenceModel books) {
    BulkReader reader = new BulkReader(nodes.gateway(LIVING), CONNECTIONS, READING_MAX);
    Audit audit = books.audit(reader, SETTLING_MAX);
    assertTrue(audit.isClean(), () -> audit.report() + nodes.lastWords());
    System.out.printf(
        "%d paid, %d unknown, %d refused%n",
        books.count(ClientOutcome.PAID),
        books.count(ClientOutcome.UNKNOWN),
        books.count(ClientOutcome.REFUSED));
  }

  private static void await(String what, LocalCluster nodes, BooleanSupplier isTrue) {
    Await.until(() -> "no " + what + nodes.lastWords(), PATIENCE, isTrue);
  }
}
