package tercet.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.cluster.ClusterNode;
import tercet.runtime.cluster.ClusterSecret;
import tercet.server.config.ClusterConfig;
import tercet.server.config.TransportChoice;

/** A node goes by a changed cluster file if it can, and by the former one if it cannot. */
final class ClusterFileWatchTest {
  private static final TransportChoice DIRECT =
      TransportChoice.Direct.bySecret(
          TransportChoice.Name.HTTP, new ClusterSecret("a-secret-of-tests-only"), null);
  private static final String ALONE =
      """
      shards = 4
      stores = shared
      node.a.address = 127.0.0.1:7400
      node.a.roles = gateway, order, stock, payment
      """;
  private static final String WITH_B =
      ALONE
          + """
          node.b.address = 127.0.0.1:7401
          node.b.roles = stock
          """;

  private final List<List<String>> heard = new ArrayList<>();

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("cluster.properties"), ALONE);
  }

  private ClusterFileWatch watch() {
    ClusterConfig membership = ClusterConfig.read(file, "a", DIRECT);
    return new ClusterFileWatch(
        membership, map -> heard.add(map.nodes().stream().map(ClusterNode::name).toList()));
  }

  @Test
  void nodesComeAndGo() throws IOException {
    ClusterFileWatch watch = watch();
    watch.look();
    assertEquals(List.of(), heard);
    Files.writeString(file, WITH_B);
    watch.look();
    watch.look();
    assertEquals(List.of(List.of("a", "b")), heard);
    assertEquals(2, watch.nodes());
    Files.writeString(file, ALONE);
    watch.look();
    assertEquals(List.of(List.of("a", "b"), List.of("a")), heard);
    assertEquals(1, watch.nodes());
  }

  @Test
  void changeBetweenReadingAndStartIsSeen() throws IOException {
    try (ClusterFileWatch watch = watch()) {
      Files.writeString(file, WITH_B);
      watch.start();
      assertEquals(List.of(List.of("a", "b")), heard);
    }
  }

  @Test
  void fileThatThisNodeCannotGoByChangesNothing() throws IOException {
    ClusterFileWatch watch = watch();
    for (String other :
        List.of(
            WITH_B.replace("shards = 4", "shards = 8"),
            WITH_B.replace("stores = shared", "stores = own"),
            WITH_B.replace("127.0.0.1:7400", "127.0.0.1:7500"),
            WITH_B.replace("gateway, order, stock", "order, stock"),
            "shards =",
            "")) {
      Files.writeString(file, other);
      watch.look();
      assertEquals(List.of(), heard, other);
    }
    Files.delete(file);
    watch.look();
    assertEquals(1, watch.nodes());
  }

  @Test
  void nodeThatIsNotInTheFileAnyMoreLeavesItsShardsToOthers() throws IOException {
    ClusterFileWatch watch = watch();
    Files.writeString(file, ALONE.replace("node.a.", "node.c."));
    watch.look();
    assertEquals(List.of(List.of("c")), heard);
  }

  @Test
  void nodesWithStoresOfTheirOwnAreFixed() throws IOException {
    Files.writeString(file, ALONE.replace("shared", "own"));
    try (ClusterFileWatch watch = watch()) {
      Files.writeString(file, WITH_B.replace("shared", "own"));
      watch.start();
      assertEquals(List.of(), heard);
    }
  }
}
