package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.judge.books.Audit;
import tercet.judge.books.Books;
import tercet.judge.books.Checkouts;
import tercet.judge.books.Told;
import tercet.judge.contest.Contest;
import tercet.judge.contest.ContestResult;
import tercet.judge.http.LoadClient;
import tercet.judge.http.LoadSettings;
import tercet.judge.shop.BulkReader;
import tercet.judge.shop.OrderId;
import tercet.judge.shop.ShopClient;
import tercet.kernel.Protocol;

/** Orders, stock and payment in a process each, with a RocksDB each. */
@Timeout(180)
final class RocksDbClusterTest {
  private static final int COUNT = 4_000;
  private static final int CONNECTIONS = 64;
  private static final Duration READING_MAX = Duration.ofSeconds(60);

  /** Twice the deadline of a checkout: what a killed node held open is settled by then. */
  private static final Duration SETTLING_MAX = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource
  void thousandBuyersAtOnceBuyExactlyTheHundredPieces(Protocol protocol) throws IOException {
    contest("--protocol", protocol.toString());
  }

  @Test
  void soTheyDoOverGrpc() throws IOException {
    contest("--transport", "grpc");
  }

  private void contest(String... options) throws IOException {
    try (ShopNodes nodes = ShopNodes.start(folder, roles(), "own", options)) {
      ContestResult result = Contest.standard(nodes.uri("order")).run(SETTLING_MAX);
      assertEquals(List.of(), result.complaints(), nodes::output);
    }
  }

  private static Map<String, String> roles() {
    Map<String, String> roles = new LinkedHashMap<>();
    roles.put("order", "order, gateway");
    roles.put("stock", "stock");
    roles.put("payment", "payment");
    return roles;
  }

  @ParameterizedTest
  @EnumSource
  void booksAreRightWhicheverNodeIsKilled(Protocol protocol) throws Exception {
    String[] options = {"--protocol", protocol.toString()};
    try (ShopNodes nodes = ShopNodes.start(folder, roles(), "own", options)) {
      for (String victim : roles().keySet()) {
        Books books = prepare(nodes.uri("order"));
        long paid = killUnderLoad(nodes, victim, books);
        Audit audit =
            books.audit(new BulkReader(nodes.uri("order"), CONNECTIONS, READING_MAX), SETTLING_MAX);
        String where = protocol + ", " + victim + " was killed: ";
        assertTrue(audit.isClean(), () -> where + audit.report() + nodes.output());
        System.out.printf("%s%d paid, %d unknown%n", where, paid, books.count(Told.UNKNOWN));
      }
    }
  }

  private static Books prepare(URI shop) {
    try (ShopClient client = new ShopClient(shop)) {
      client.initItems(COUNT, 1_000, 1).value();
      client.initUsers(COUNT, 1_000).value();
      client.initOrders(COUNT, COUNT, COUNT, 1).value();
    }
    Books books = new Books();
    books.hasBatch(COUNT, 1_000, 1_000);
    return books;
  }

  /** Kills a node when a part is paid, and lets the others feel it before it comes back. */
  private static long killUnderLoad(ShopNodes nodes, String victim, Books books) throws Exception {
    List<OrderId> orders = LongStream.range(0, COUNT).mapToObj(OrderId::of).toList();
    Checkouts checkouts = Checkouts.once(orders, books);
    LoadClient client = new LoadClient(nodes.uri("order"), LoadSettings.closedLoop(CONNECTIONS));
    try (ExecutorService load = Executors.newSingleThreadExecutor()) {
      Future<?> run = load.submit(() -> client.run(checkouts));
      while (checkouts.paid() < COUNT / 8 && !run.isDone()) {
        LockSupport.parkNanos(200_000);
      }
      assertTrue(checkouts.paid() >= COUNT / 8, () -> "hardly any was paid\n" + nodes.output());
      nodes.kill(victim);
      nodes.restart(victim);
      client.stop();
      run.get();
    }
    return checkouts.paid();
  }
}
