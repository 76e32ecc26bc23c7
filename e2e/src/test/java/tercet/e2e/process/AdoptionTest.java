package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.judge.books.Audit;
import tercet.judge.books.Books;
import tercet.judge.books.Checkouts;
import tercet.judge.books.Told;
import tercet.judge.http.LoadClient;
import tercet.judge.http.LoadSettings;
import tercet.judge.shop.BulkReader;
import tercet.judge.shop.OrderId;
import tercet.judge.shop.ShopClient;
import tercet.servers.PostgresServer;

/** What a node has left open in a shared store is finished by another one. */
@Timeout(300)
final class AdoptionTest {
  private static final String ADOPTED = "tercet_records_adopted_total";
  private static final int ORDERS = 3_000;
  private static final int CONNECTIONS = 16;

  /** What is promised: from the death of a node until its work is taken up. */
  private static final Duration ADOPTED_MAX = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration READING_MAX = Duration.ofSeconds(60);
  private static final Duration SETTLING_MAX = Duration.ofSeconds(20);

  private static PostgresServer server;

  private final String schema = "s" + Long.toString(System.nanoTime(), Character.MAX_RADIX);

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start(System.out::println);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** It has written down that checkouts have begun, and told nobody. */
  @Test
  void anotherNodeTakesUpWithinThreeSecondsWhatADeadOneHadBegun() throws Exception {
    try (ShopNodes nodes = start("after-commit:tcc.Trying:200")) {
      Books books = prepare(nodes.uri("living"));
      try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
        LoadClient client = client(nodes.uri("dying"));
        Future<?> load = executor.submit(() -> client.run(checkouts(books)));
        nodes.awaitEnd("dying");
        awaitAdoption(nodes);
        client.stop();
        load.get();
      }
      assertTrue(books.count(Told.UNKNOWN) > 0, "the node died with nothing under way");
      audit(nodes, books);
    }
  }

  /**
   * It was about to make orders paid, and stands still until others have finished its work; what it
   * then commits is refused by the store, and it serves on.
   */
  @Test
  void aNodeThatStoodStillHarmsNothingWhenItWakes() throws Exception {
    try (ShopNodes nodes = start("before-commit:order.Paid:200:pause")) {
      Books books = prepare(nodes.uri("living"));
      try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
        LoadClient client = client(nodes.uri("dying"));
        Future<?> load = executor.submit(() -> client.run(checkouts(books)));
        long pid = nodes.pid("dying");
        try {
          await("halt", nodes, () -> stands(pid));
          await("end of what was open", nodes, () -> open().equals("0"));
        } finally {
          new ProcessBuilder("kill", "-CONT", Long.toString(pid)).inheritIO().start().waitFor();
        }
        load.get();
      }
      assertTrue(books.count(Told.PAID) > ORDERS * 9 / 10, nodes::output);
      audit(nodes, books);
      assertEquals(0, nodes.metric("dying", "tercet_inputs_undecidable_total"));
    }
  }

  /** How many records of all nodes are open in the store. */
  private String open() {
    return server.sql("select count(*) from %s.records where is_open".formatted(schema));
  }

  private static void awaitAdoption(ShopNodes nodes) {
    long start = System.nanoTime();
    await("adoption", nodes, () -> nodes.metric("living", ADOPTED) > 0);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("taken up after %d ms%n", taken.toMillis());
    assertTrue(taken.compareTo(ADOPTED_MAX) < 0, () -> "taken up after " + taken);
  }

  /**
   * Two nodes for orders, each with clients of its own, and one for all else. No client asks the
   * living one for what the other was doing.
   *
   * @param point at which the node "dying" dies or stands still
   */
  private ShopNodes start(String point) {
    Map<String, String> roles = new LinkedHashMap<>();
    roles.put("dying", "order, gateway");
    roles.put("living", "order, gateway");
    roles.put("others", "stock, payment");
    List<String> common =
        List.of(
            "--store",
            "postgres",
            "--postgres-url",
            server.url(),
            "--postgres-user",
            PostgresServer.USER,
            "--postgres-schema",
            schema);
    return ShopNodes.start(
        folder,
        roles,
        "shared",
        node -> {
          List<String> options = new ArrayList<>(common);
          if (node.equals("dying")) {
            options.addAll(List.of("--halt-at", point));
          }
          return options;
        });
  }

  private static Books prepare(URI shop) {
    try (ShopClient client = new ShopClient(shop)) {
      client.initItems(ORDERS, 1_000, 1).value();
      client.initUsers(ORDERS, 1_000).value();
      client.initOrders(ORDERS, ORDERS, ORDERS, 1).value();
    }
    Books books = new Books();
    books.hasBatch(ORDERS, 1_000, 1_000);
    return books;
  }

  private static Checkouts checkouts(Books books) {
    return Checkouts.once(LongStream.range(0, ORDERS).mapToObj(OrderId::of).toList(), books);
  }

  private static LoadClient client(URI shop) {
    return new LoadClient(shop, LoadSettings.closedLoop(CONNECTIONS));
  }

  private static void audit(ShopNodes nodes, Books books) {
    BulkReader reader = new BulkReader(nodes.uri("living"), CONNECTIONS, READING_MAX);
    Audit audit = books.audit(reader, SETTLING_MAX);
    assertTrue(audit.isClean(), () -> audit.report() + nodes.output());
    System.out.printf(
        "%d paid, %d unknown, %d refused%n",
        books.count(Told.PAID), books.count(Told.UNKNOWN), books.count(Told.REFUSED));
  }

  private static boolean stands(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(String what, ShopNodes nodes, BooleanSupplier isTrue) {
    long start = System.nanoTime();
    while (!isTrue.getAsBoolean()) {
      assertTrue(
          System.nanoTime() - start < PATIENCE.toNanos(), () -> "no " + what + nodes.output());
      LockSupport.parkNanos(5_000_000);
    }
  }
}
