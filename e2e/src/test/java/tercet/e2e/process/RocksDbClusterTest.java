package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.Checkouts;
import tercet.testing.verifier.model.ClientOutcome;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/** Orders, stock and payment in a process each, with a RocksDB each. */
@Tag("slow")
@Timeout(180)
final class RocksDbClusterTest {
  private static final int COUNT = 4_000;
  private static final int CONNECTIONS = 64;
  private static final Duration READING_MAX = Duration.ofSeconds(60);

  /** Twice the deadline of a checkout: a killed node's transactions are settled by then. */
  private static final Duration SETTLING_MAX = Duration.ofSeconds(20);

  @ParameterizedTest
  @EnumSource
  void booksAreRightWhicheverNodeIsKilled(Protocol protocol) throws Exception {
    Blueprint blueprint = Blueprints.ROCKSDB_3.withProtocol(protocol.toString());
    try (LocalCluster cluster = ShopCluster.start(blueprint)) {
      for (Member victim : cluster.members()) {
        ReferenceModel books = prepare(cluster.address());
        long paid = killUnderLoad(cluster, victim, books);
        Audit audit =
            books.audit(new BulkReader(cluster.address(), CONNECTIONS, READING_MAX), SETTLING_MAX);
        String where = protocol + ", " + victim.name() + " was killed: ";
        assertTrue(audit.isClean(), () -> where + audit.report() + cluster.lastWords());
        System.out.printf(
            "%s%d paid, %d unknown%n", where, paid, books.count(ClientOutcome.UNKNOWN));
      }
    }
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

  /** Kills a node when a part is paid, and lets the others feel it before it comes back. */
  private static long killUnderLoad(LocalCluster cluster, Member victim, ReferenceModel books)
      throws Exception {
    List<OrderId> orders = LongStream.range(0, COUNT).mapToObj(OrderId::of).toList();
    Checkouts checkouts = Checkouts.once(orders, books);
    LoadClient client = new LoadClient(cluster.address(), LoadSettings.closedLoop(CONNECTIONS));
    try (ExecutorService load = Executors.newSingleThreadExecutor()) {
      Future<?> run = load.submit(() -> client.run(checkouts));
      while (checkouts.paid() < COUNT / 8 && !run.isDone()) {
        LockSupport.parkNanos(200_000);
      }
      assertTrue(
          checkouts.paid() >= COUNT / 8, () -> "hardly any was paid\n" + cluster.lastWords());
      victim.kill();
      victim.restart();
      cluster.awaitReady();
      client.stop();
      run.get();
    }
    return checkouts.paid();
  }
}
