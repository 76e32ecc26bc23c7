package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.Checkouts;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.UserId;

/**
 * A node that coordinates sagas dies between every two steps of one; messages go through RabbitMQ,
 * and answers through Redis. The state of a saga is in the database, so another node goes on, and
 * the client hears the outcome in the same request.
 */
@Tag("slow")
@Timeout(600)
final class HaltedCoordinatorTest {
  private static final String DYING = "dying-1";
  private static final int ORDERS = 300;
  private static final int CONNECTIONS = 16;
  private static final int TIMES = 20;

  /** So that some users cannot pay, and some items are sold out. */
  private static final int ITEMS = 30;

  private static final long STOCK = 12;
  private static final long CREDIT = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** With time for the other node on a busy machine. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");

  @Test
  void clientsAreAnsweredWhereverTheCoordinatorDies() throws Exception {
    Path halt = folder.resolve("halt");
    Files.writeString(halt, "");
    int reached = 0;
    List<String> points = points();
    try (LocalCluster cluster = ShopCluster.start(blueprint(halt))) {
      for (String point : points) {
        Files.writeString(halt, "--test-hooks\n--halt-at=" + point + ":" + TIMES);
        restart(cluster);
        reached += sellUntilAllIsSold(cluster, point) ? 1 : 0;
      }
    }
    assertEquals(points.size(), reached, "points at which the node died");
  }

  /** Whether the node died there. */
  private static boolean sellUntilAllIsSold(LocalCluster cluster, String point) throws Exception {
    ReferenceModel books = prepare(cluster);
    List<OrderId> orders = LongStream.range(0, ORDERS).mapToObj(OrderId::of).toList();
    LoadClient client =
        new LoadClient(
            cluster.address(), LoadSettings.closedLoop(CONNECTIONS).withRequestTimeout(PATIENCE));
    try (ExecutorService load = Executors.newSingleThreadExecutor()) {
      Future<?> run = load.submit(() -> client.run(Checkouts.once(orders, books)));
      run.get();
    }
    boolean died = cluster.member(DYING).condition() == Member.Condition.DEAD;
    String words =
        "%s: %s, %d paid, %d refused, %d unknown"
            .formatted(
                point,
                died ? "died" : "did not die",
                books.count(ClientOutcome.PAID),
                books.count(ClientOutcome.REFUSED),
                books.count(ClientOutcome.UNKNOWN));
    System.out.println(words);
    assertEquals(0, books.count(ClientOutcome.UNKNOWN), () -> words + cluster.lastWords());
    assertTrue(books.count(ClientOutcome.REFUSED) > 0, words);
    Audit audit = books.audit(new BulkReader(cluster.address(), CONNECTIONS, PATIENCE), PATIENCE);
    assertTrue(audit.isClean(), () -> words + audit.report() + cluster.lastWords());
    return died;
  }

  private static void restart(LocalCluster cluster) {
    Member dying = cluster.member(DYING);
    if (dying.condition() != Member.Condition.DEAD) {
      dying.kill();
    }
    dying.restart();
    cluster.awaitReady();
  }

  private static ReferenceModel prepare(LocalCluster cluster) {
    try (ShopClient client = new ShopClient(cluster.address())) {
      client.initItems(ITEMS, STOCK, 1).value();
      client.initUsers(ORDERS, CREDIT).value();
      client.initOrders(ORDERS, ITEMS, ORDERS, 1).value();
    }
    ReferenceModel books = new ReferenceModel();
    LongStream.range(0, ITEMS).forEach(item -> books.gotStock(ItemId.of(item), STOCK));
    LongStream.range(0, ORDERS).forEach(user -> books.gotCredit(UserId.of(user), CREDIT));
    LongStream.range(0, ORDERS).forEach(order -> books.hasOrder(OrderId.of(order)));
    return books;
  }

  /** Two nodes for orders, one of them with the options in a file, which is read at each start. */
  private static Blueprint blueprint(Path options) {
    return new Blueprint(
            "coordinators",
            Blueprint.Storage.POSTGRES,
            "saga",
            "rabbitmq",
            List.of(
                new Blueprint.Group("gateway", Set.of("gateway"), 1),
                new Blueprint.Group("dying", Set.of("order"), 1, List.of("@" + options)),
                new Blueprint.Group("living", Set.of("order"), 1),
                new Blueprint.Group("others", Set.of("stock", "payment"), 1)),
            DEADLINE)
        .withRepliesByRedis();
  }

  /**
   * Before and after each commit, and after each message, of an order's shard in a saga. Before a
   * message is after the commit that it tells of.
   */
  private static List<String> points() {
    List<String> points = new ArrayList<>();
    Stream.of("saga.Debiting", "saga.Compensating", "order.Paid")
        .forEach(record -> addBoth(points, "commit:" + record));
    Stream.of("saga.Debit", "saga.Compensate", "saga.Complete")
        .forEach(message -> points.add("after-send:" + message));
    return points;
  }

  private static void addBoth(List<String> points, String moment) {
    points.add("before-" + moment);
    points.add("after-" + moment);
  }
}
