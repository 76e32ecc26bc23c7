package tercet.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.cluster.ClusterSecret;

/** A configuration that cannot be right is refused before anything is opened. */
final class ClusterConfigTest {
  private static final TransportChoice DIRECT =
      TransportChoice.Direct.bySecret(
          TransportChoice.Name.HTTP, new ClusterSecret("a-secret-of-tests-only"), null);
  private static final StoreChoice POSTGRES =
      new StoreChoice.Postgres("url", "u", "", null, "s", 8);

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = write("own");
  }

  private Path write(String stores) throws IOException {
    return Files.writeString(
        folder.resolve(stores),
        """
        shards = 4
        stores = %s
        node.front.address = 127.0.0.1:7400
        node.front.roles = gateway
        node.shop.address = 127.0.0.1:7401
        node.shop.roles = order, stock, payment
        """
            .formatted(stores));
  }

  @Test
  void nodeIsFound() {
    ClusterConfig front = ClusterConfig.read(file, "front", DIRECT);
    assertTrue(front.isGateway());
    assertEquals(0, front.map().servedBy(front.self()).size());
    ClusterConfig shop = ClusterConfig.read(file, "shop", DIRECT);
    assertEquals(12, shop.map().servedBy(shop.self()).size());
  }

  @Test
  void whatIsMissingIsSaid() {
    assertTrue(refusal(file, "other").contains("there is no node 'other'"));
    assertTrue(refusal(file, null).contains("--node"));
    assertTrue(refusal(folder.resolve("none"), "shop").contains("no cluster file"));
  }

  @Test
  void storeMustFitWhoMayServeAShard() throws IOException {
    ClusterConfig own = ClusterConfig.read(file, "shop", DIRECT);
    ClusterConfig shared = ClusterConfig.read(write("shared"), "shop", DIRECT);
    own.check(new StoreChoice.RocksDb(false, false, Path.of("backups")));
    shared.check(POSTGRES);
    ClusterConfig.read(file, "front", DIRECT).check(POSTGRES);
    String refusal = refusal(shared, new StoreChoice.RocksDb(false, false, Path.of("backups")));
    assertTrue(refusal.contains("belongs to one process"), refusal);
    assertTrue(refusal(own, POSTGRES).contains("stores = shared"));
  }

  private static String refusal(ClusterConfig membership, StoreChoice store) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> membership.check(store)).getMessage());
  }

  private static String refusal(Path file, @Nullable String node) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> ClusterConfig.read(file, node, DIRECT))
            .getMessage());
  }
}
