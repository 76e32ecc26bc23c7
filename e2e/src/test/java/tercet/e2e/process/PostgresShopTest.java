package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.verifier.contention.Contention;
import tercet.testing.verifier.contention.ContentionResult;
import tercet.testing.verifier.contention.TestedShop;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.Checkouts;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/** The shop keeps its records in PostgreSQL. */
@Tag("slow")
@Timeout(300)
final class PostgresShopTest {
  private static final int ROUNDS = 3;
  private static final int COUNT = 5_000;
  private static final int CONNECTIONS = 64;
  private static final Duration READING_MAX = Duration.ofSeconds(60);

  /** The longest deadline, a message's life, and the way there and back. */
  private static final Duration SETTLING_MAX = Duration.ofSeconds(20);

  @TempDir private Path data = Path.of("");

  @Test
  void thousandBuyersAtOnceBuyExactlyTheHundredPieces() throws IOException {
    try (PostgresServer server = PostgresServer.start(PostgresShopTest::say);
        ShopProcess shop = shop(ShopProcess.Ports.free(), server)) {
      for (int round = 1; round <= ROUNDS; round++) {
        ContentionResult result = Contention.standard(TestedShop.at(shop.uri())).run(SETTLING_MAX);
        assertEquals(List.of(), result.complaints(), "round " + round);
      }
    }
  }

  @Test
  void whatWasAcknowledgedSurvivesKillsOfDatabaseAndShop() throws Exception {
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    try (PostgresServer server = PostgresServer.start(PostgresShopTest::say)) {
      ShopProcess shop = shop(ports, server);
      try {
        ReferenceModel books = prepare(ports);
        List<OrderId> orders = LongStream.range(0, COUNT).mapToObj(OrderId::of).toList();
        Checkouts checkouts = Checkouts.once(orders, books);
        LoadClient client = new LoadClient(ports.uri(), LoadSettings.closedLoop(CONNECTIONS));
        try (ExecutorService load = Executors.newSingleThreadExecutor()) {
          Future<?> run = load.submit(() -> client.run(checkouts));
          awaitPaid(checkouts, COUNT / 4, run);
          server.kill();
          server.restart();
          awaitPaid(checkouts, checkouts.paid() + COUNT / 4, run); // by itself
          shop.kill();
          client.stop();
          run.get();
        }
        shop = shop(ports, server);
        Audit audit =
            books.audit(new BulkReader(ports.uri(), CONNECTIONS, READING_MAX), SETTLING_MAX);
        assertTrue(audit.isClean(), audit.report());
      } finally {
        shop.close();
      }
    }
  }

  private static void awaitPaid(Checkouts checkouts, long count, Future<?> run) {
    while (checkouts.paid() < count && !run.isDone()) {
      LockSupport.parkNanos(200_000);
    }
    assertTrue(checkouts.paid() >= count, "only " + checkouts.paid() + " were paid");
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

  private ShopProcess shop(ShopProcess.Ports ports, PostgresServer server) {
    return ShopProcess.start(
        ports,
        data,
        List.of(),
        "--store",
        "postgres",
        "--postgres-url",
        server.url(),
        "--postgres-user",
        PostgresServer.USER);
  }

  private static void say(String progress) {
    System.out.println(progress);
  }
}
