package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;

final class ClusterMapTest {
  private static final int SHARDS = 1_024;

  @Test
  void shardsAreSpreadEvenly() {
    ClusterMap map = map(Ownership.ANY_NODE, 4);
    for (ClusterNode node : map.nodes()) {
      int count = map.preferring(node).size();
      assertTrue(Math.abs(count - 3 * SHARDS / 4) < 100, node.name() + " has " + count);
    }
  }

  @Test
  void shardsOfANodeThatIsGoneFallToAllOthersEvenly() {
    ClusterMap map = map(Ownership.ANY_NODE, 4);
    Map<String, Integer> heirs = new HashMap<>();
    for (ShardId shard : map.preferring(map.nodes().getFirst())) {
      heirs.merge(map.servers(shard).get(1).name(), 1, Integer::sum);
    }
    assertEquals(3, heirs.size());
    heirs.values().forEach(count -> assertTrue(Math.abs(count - SHARDS / 4) < 60, heirs::toString));
  }

  @Test
  void newNodeTakesShardsButMovesNoOthers() {
    ClusterMap before = map(Ownership.ANY_NODE, 3);
    ClusterMap after = map(Ownership.ANY_NODE, 4);
    String added = after.nodes().getLast().name();
    for (ShardId shard : new Shards(SHARDS).all()) {
      List<String> names = names(after.servers(shard));
      names.remove(added);
      assertEquals(names(before.servers(shard)), names);
    }
  }

  @Test
  void storeOfOneProcessGivesAShardOneServer() {
    ClusterMap any = map(Ownership.ANY_NODE, 3);
    ClusterMap one = map(Ownership.ONE_NODE, 3);
    int served = 0;
    for (ClusterNode node : one.nodes()) {
      served += one.servedBy(node).size();
      assertEquals(any.preferring(node), one.servedBy(node));
      assertEquals(3 * SHARDS, any.servedBy(node).size());
    }
    assertEquals(3 * SHARDS, served);
  }

  @Test
  void onlyNodesOfTheServiceServe() {
    ClusterMap map =
        new ClusterMap(
            List.of(
                node("a", 1, Role.ORDER, Role.STOCK),
                node("b", 2, Role.PAYMENT, Role.STOCK),
                node("c", 3, Role.GATEWAY)),
            8,
            Ownership.ANY_NODE);
    assertEquals(List.of("a"), names(map.servers(new ShardId(Service.ORDER, 0))));
    assertEquals(List.of("b"), names(map.servers(new ShardId(Service.PAYMENT, 7))));
    assertEquals(2, map.servers(new ShardId(Service.STOCK, 7)).size());
    assertEquals(List.of(), map.servedBy(map.node("c")));
  }

  /** Where a process owns its store, the placement is part of the stored format. */
  @Test
  void placementNeverChanges() {
    ClusterMap map = map(Ownership.ANY_NODE, 3);
    StringBuilder servers = new StringBuilder();
    for (int index = 0; index < 12; index++) {
      servers.append(map.servers(new ShardId(Service.STOCK, index)).getFirst().name().charAt(5));
    }
    assertEquals("322213331331", servers.toString());
  }

  @Test
  void replyNameLeadsToItsNode() {
    assertEquals("a-1", ClusterMap.nodeOf(ClusterMap.replyName("a-1", "x/y")));
    assertEquals("a-1", ClusterMap.nodeOf("a-1"));
  }

  @Test
  void mapThatCannotWorkIsRefused() {
    ClusterNode all = node("a", 1, Role.ORDER, Role.STOCK, Role.PAYMENT);
    assertRefused("no node has the role payment", node("a", 1, Role.ORDER, Role.STOCK));
    assertRefused("two nodes are called a", all, node("a", 2, Role.GATEWAY));
    assertRefused("two nodes have the address h:1", all, node("b", 1, Role.GATEWAY));
  }

  private static void assertRefused(String why, ClusterNode... nodes) {
    assertEquals(
        why,
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClusterMap(List.of(nodes), 1, Ownership.ANY_NODE))
            .getMessage());
  }

  private static ClusterMap map(Ownership ownership, int count) {
    List<ClusterNode> nodes = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      nodes.add(node("shop-" + number, number, Role.ORDER, Role.STOCK, Role.PAYMENT));
    }
    return new ClusterMap(nodes, SHARDS, ownership);
  }

  private static ClusterNode node(String name, int port, Role first, Role... more) {
    return new ClusterNode(name, EnumSet.of(first, more), new NodeAddress("h", port));
  }

  private static List<String> names(List<ClusterNode> nodes) {
    return new ArrayList<>(nodes.stream().map(ClusterNode::name).toList());
  }
}
