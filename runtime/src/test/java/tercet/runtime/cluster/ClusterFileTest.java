package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterFileTest {
  private static final String SOUND =
      """
      # two nodes
      shards = 64

      node.front.address=10.0.0.1:7400
      node.front.roles=gateway
        node.shop-1.roles = order, stock,payment
      node.shop-1.address = [::1]:7401
      """;

  @Test
  void fileIsRead(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("cluster.properties"), SOUND);
    assertEquals(
        new ClusterMap(
            List.of(
                new ClusterNode("front", Set.of(Role.GATEWAY), new NodeAddress("10.0.0.1", 7400)),
                new ClusterNode(
                    "shop-1",
                    Set.of(Role.ORDER, Role.STOCK, Role.PAYMENT),
                    new NodeAddress("::1", 7401))),
            64,
            Ownership.ONE_NODE),
        ClusterFile.read(file));
  }

  @Test
  void fileSaysWhetherStoresAreShared() throws IOException {
    assertEquals(Ownership.ANY_NODE, ClusterFile.parse("c", SOUND + "stores = shared").ownership());
    assertEquals(Ownership.ONE_NODE, ClusterFile.parse("c", SOUND + "stores = own").ownership());
    assertRefused(
        "c, line 8: stores is own, if each node has its store, or shared, not 'postgres'.",
        "stores = postgres");
    assertEquals(
        "c, line 9: 'stores' has a value already; remove one.",
        refusal(SOUND + "stores = own\nstores = shared\n"));
  }

  @Test
  void missingFileIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("none");
    assertEquals(
        "There is no cluster file " + file + ".",
        assertThrows(ClusterFileException.class, () -> ClusterFile.read(file)).getMessage());
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() {
    assertRefused("c, line 8: 'shards' has a value already; remove one.", "shards = 1");
    assertRefused("c, line 8: 'nonsense' is not of the form key = value.", "nonsense");
    assertRefused(
        "c, line 8: 'node.b.adress' is unknown; there are shards, stores, node.NAME.address and"
            + " node.NAME.roles.",
        "node.b.adress = h:1");
    assertRefused(
        "c, line 8: 'orders' is no role; roles are [order, stock, payment, gateway].",
        "node.b.roles = orders");
    assertRefused(
        "c, line 8: '' is no role; roles are [order, stock, payment, gateway].",
        "node.b.roles = order,");
    assertRefused("c, line 8: 'h' is not of the form host:port.", "node.b.address = h");
    assertRefused(
        "c, line 8: write an IPv6 address as [address]:port.", "node.b.address = ::1:7400");
    assertRefused("c, line 8: a port is 1 to 65535, not 65536.", "node.b.address = h:65536");
    assertRefused(
        "c, line 8: 'node.front.roles' has a value already; remove one.",
        "node.front.roles = order");
  }

  @Test
  void whatIsMissingOrClashesIsSaid() {
    assertRefused("c, line 8: node.b.address is missing.", "node.b.roles = order");
    assertRefused("c, line 8: node.b.roles is missing.", "node.b.address = h:1");
    String message = refusal(SOUND + "node.B_1.address = h:1\nnode.B_1.roles = order\n");
    assertTrue(message.startsWith("c, line 8: a node's name has up to 63 of a-z"), message);
    assertRefused(
        "c: two nodes have the address 10.0.0.1:7400.",
        "node.b.address = 10.0.0.1:7400\nnode.b.roles = order");
    assertEquals(
        "c: the number of shards is missing; add shards = 64.",
        refusal(SOUND.replace("shards = 64", "")));
    assertEquals(
        "c, line 2: shards is 1 to 4096, not '0'.",
        refusal(SOUND.replace("shards = 64", "shards = 0")));
    assertEquals("c: no node has the role payment.", refusal(SOUND.replace(",payment", "")));
  }

  private static void assertRefused(String message, String added) {
    assertEquals(message, refusal(SOUND + added + "\n"));
  }

  private static String refusal(String text) {
    return String.valueOf(
        assertThrows(ClusterFileException.class, () -> ClusterFile.parse("c", text)).getMessage());
  }
}
