package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.Checkouts;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/** Two processes serve all orders from one PostgreSQL; one of them dies for good. */
@Tag("slow")
@Timeout(300)
final class SharedStoreClusterTest {
  private static final String RECOVERED = "tercet_records_recovered_total";
  private static final String DYING = "order-1";
  private static final String LIVING = "order-2";
  private static final int COUNT = 6_000;
  private static final int CONNECTIONS = 32;
  private static final Duration READING_MAX = Duration.ofSeconds(60);

  /** Time to notice the death, the deadline, and time to take over the dead node's transactions. */
  private static final Duration SETTLING_MAX = Duration.ofSeconds(20);

  private static final Blueprint BLUEPRINT =
      new Blueprint(
          "two sell",
          Blueprint.Storage.POSTGRES,
          "tcc",
          "http",
          List.of(
              new Blueprint.Group("order", Set.of("order", "gateway"), 2),
              new Blueprint.Group("other", Set.of("stock", "payment"), 1)),
          Duration.ofSeconds(5));

  @Test
  void anotherNodeGoesOnWhenOneIsKilled() throws Exception {
    try (LocalCluster nodes = ShopCluster.start(BLUEPRINT)) {
      play(nodes, nodes.member(DYING)::kill);
    }
  }

  /**
   * Lets both nodes sell, one die, and the other go on.
   *
   * @param death of one of them
   */
  private static void play(LocalCluster nodes, Runnable death) throws Exception {
    ReferenceModel books = prepare(nodes.gateway(LIVING));
    Checkouts first = checkouts(0, COUNT / 2, books);
    ReferenceModel toldByOther = new ReferenceModel(); // each book is for one client
    Checkouts second = checkouts(COUNT / 2, COUNT, toldByOther);
    long before;
    try (ExecutorService load = Executors.newFixedThreadPool(2)) {
      LoadClient dying = client(nodes.gateway(DYING));
      LoadClient living = client(nodes.gateway(LIVING));
      Future<?> one = load.submit(() -> dying.run(first));
      Future<?> other = load.submit(() -> living.run(second));
      await(first, COUNT / 16, one, nodes);
      death.run();
      dying.stop();
      before = second.paid();
      await(second, before + COUNT / 16, other, nodes);
      living.stop();
      one.get();
      other.get();
    }
    for (long order = COUNT / 2; order < COUNT; order++) {
      books.told(OrderId.of(order), toldByOther.told(OrderId.of(order)));
    }
    Audit audit =
        books.audit(new BulkReader(nodes.gateway(LIVING), CONNECTIONS, READING_MAX), SETTLING_MAX);
    assertTrue(audit.isClean(), () -> audit.report() + nodes.lastWords());
    System.out.printf(
        "%d paid by the node that died, %d by the other before and %d after, %d unknown;"
            + " %.0f records recovered%n",
        first.paid(),
        before,
        second.paid() - before,
        books.count(ClientOutcome.UNKNOWN),
        ShopCluster.metric(nodes.admin(LIVING), RECOVERED));
  }

  private static ReferenceModel prepare(URI shop) {
    try (ShopClient client = new ShopClient(shop)) {
      client.initItems(COUNT, 1_000, 1).value();
      client.initUsers(COUNT, 1_000).value();
      client.initOrders(COUNT, COUNT, COUNT, 1).value();
    }
    ReferenceModel books = new ReferenceModel();
    books.hasBatch(COUNT, 1_000, 1_000);
    return books;
  }

  private static Checkouts checkouts(int from, int to, ReferenceModel books) {
    List<OrderId> orders = LongStream.range(from, to).mapToObj(OrderId::of).toList();
    return Checkouts.once(orders, books);
  }

  private static LoadClient client(URI shop) {
    return new LoadClient(shop, LoadSettings.closedLoop(CONNECTIONS));
  }

  private static void await(Checkouts checkouts, long count, Future<?> run, LocalCluster nodes) {
    while (checkouts.paid() < count && !run.isDone()) {
      LockSupport.parkNanos(200_000);
    }
    assertTrue(
        checkouts.paid() >= count,
        () -> "only " + checkouts.paid() + " were paid\n" + nodes.lastWords());
  }
}
