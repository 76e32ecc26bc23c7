package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.ServerFailedException;
import tercet.testing.testbed.server.Shell;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.Checkouts;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/**
 * A full disk, or one that fails to sync, stops the shop with a message. Every change that a client
 * was told of is there when the disk works again.
 */
@Tag("slow")
final class BrokenDiskTest {
  private static final int COUNT = 20_000;

  @TempDir private Path data = Path.of("");

  @Test
  void fullDiskStopsTheShopAndLosesNothing() throws Exception {
    Path folder = data.resolve("disk");
    try (SmallDisk disk = SmallDisk.mount(folder, "48m")) {
      assumeTrue(disk != null, "a small disk can be mounted only by root");
      ShopProcess.Ports ports = ShopProcess.Ports.free();
      ReferenceModel books;
      try (ShopProcess shop = ShopProcess.start(ports, folder.resolve("data"), List.of())) {
        books = prepare(ports);
        // Leaves room for a part of the load, so that the disk is full in the middle of it.
        disk.fill(512 * 1024);
        sellUntilItStops(shop, ports, books);
        assertNotEquals(0, shop.awaitEnd());
        assertTrue(shop.output().contains("disk"), shop.output());
      }
      disk.makeRoom();
      auditAfterRestart(ports, folder.resolve("data"), books);
    }
  }

  @Test
  void failingSyncStopsTheShopAndLosesNothing() throws Exception {
    assumeTrue(succeeds("strace", "-V"), "needs strace: apt-get install strace");
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    ReferenceModel books;
    // Every sync after the first 400 fails; -f follows the threads.
    List<String> tracer =
        List.of(
            "strace",
            "-f",
            "-qq",
            "-e",
            "trace=fdatasync",
            "-e",
            "inject=fdatasync:error=EIO:when=400+",
            "-o",
            data.resolve("trace").toString());
    Path folder = data.resolve("data");
    try (ShopProcess shop = ShopProcess.start(ports, folder, tracer)) {
      books = prepare(ports);
      sellUntilItStops(shop, ports, books);
      assertNotEquals(0, shop.awaitEnd());
      assertTrue(shop.output().contains("disk"), shop.output());
    }
    auditAfterRestart(ports, folder, books);
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

  private static void sellUntilItStops(
      ShopProcess shop, ShopProcess.Ports ports, ReferenceModel books) throws IOException {
    List<OrderId> orders = LongStream.range(0, COUNT).mapToObj(OrderId::of).toList();
    Checkouts checkouts = Checkouts.once(orders, books);
    LoadSettings settings = LoadSettings.closedLoop(16).withGoneAfter(Duration.ofMillis(500));
    new LoadClient(ports.uri(), settings).run(checkouts);
    assertTrue(checkouts.paid() > 0, "nothing was sold before the disk failed");
    assertTrue(checkouts.paid() < COUNT, "the disk did not fail; the shop says: " + shop.output());
  }

  private static void auditAfterRestart(
      ShopProcess.Ports ports, Path folder, ReferenceModel books) {
    try (ShopProcess shop = ShopProcess.start(ports, folder, List.of())) {
      Audit audit =
          books.audit(
              new BulkReader(ports.uri(), 64, Duration.ofSeconds(60)), Duration.ofSeconds(10));
      assertTrue(audit.isClean(), audit.report());
      assertTrue(shop.isAlive(), shop::output);
    }
  }

  private static boolean succeeds(String... command) {
    try {
      return Shell.run(List.of(command)).status() == 0;
    } catch (ServerFailedException missing) {
      return false;
    }
  }
}
