package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.testing.chaos.ScaleResult;
import tercet.testing.chaos.ScaleRun;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.testbed.cluster.NodeCounts;
import tercet.testing.testbed.server.TimeBound;

/**
 * Nodes come and go while clients buy: every acknowledged purchase is kept, and the books balance.
 */
@Tag("slow")
@Timeout(300)
final class ClusterScaleTest {
  private static final double PER_SECOND = 60;

  /** Added nodes serve from the moment when they are ready, and removed ones until they end. */
  private static final Duration GAP_MAX = Duration.ofSeconds(3);

  /** A transport from node to node, and one through a broker. */
  static List<Blueprint> blueprints() {
    return List.of(
        Blueprints.POSTGRES,
        Blueprints.REDIS.withTransport("redis-streams").withNodes(Map.of("gateway", 1)));
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void nothingIsLostWhileNodesComeAndGo(Blueprint blueprint) throws Exception {
    try (LocalCluster cluster = ShopCluster.start(blueprint)) {
      List<String> before = names(cluster);
      ScaleResult result =
          new ScaleRun(cluster, "stock", List.of(4, 2), PER_SECOND).run(System.out::println);
      String report = result.report() + cluster.lastWords();
      assertTrue(result.isRight(), report);
      assertTrue(result.paid() > 0, report);
      assertTrue(result.withoutSuccess() < TimeBound.of(GAP_MAX).toMillis() / 1e3, report);
      assertEquals(before, names(cluster));
      System.out.printf(
          "%s, scaled: %d paid, %d unknown, %.2f s without a sale at most%n",
          blueprint.summary(), result.paid(), result.unknown(), result.withoutSuccess());
    }
  }

  /** Each node has a partition for its answers, whose number changes with the gateways. */
  @Test
  void gatewaysComeAndGoWhereAnswersComeThroughKafka() throws Exception {
    Blueprint small = Blueprints.POSTGRES.withNodesPerService(1).withTransport("kafka");
    try (LocalCluster cluster = ShopCluster.start(small)) {
      ScaleResult result =
          new ScaleRun(cluster, "gateway", List.of(3, 2), PER_SECOND).run(System.out::println);
      String report = result.report() + cluster.lastWords();
      assertTrue(result.isRight(), report);
      assertTrue(result.paid() > 0, report);
      System.out.printf("%.2f s without a sale at most%n", result.withoutSuccess());
    }
  }

  private static List<String> names(LocalCluster cluster) {
    return cluster.members().stream().map(Member::name).sorted().toList();
  }

  @Test
  void addedNodeServesItsShardsAndOneThatIsRemovedIsGone() {
    Blueprint small = Blueprints.REDIS.withNodesPerService(1).withNodes(Map.of("gateway", 1));
    try (LocalCluster cluster = ShopCluster.start(small)) {
      cluster.scale(new NodeCounts(0, Map.of("order", 2)));
      long pid = cluster.pid("order-2");
      for (String node : List.of("gateway-1", "order-1", "order-2", "stock-1", "payment-1")) {
        assertEquals(5, ShopCluster.metric(cluster.admin(node), "tercet_cluster_nodes"), node);
      }
      cluster.scale(new NodeCounts(1, Map.of()));
      assertThrows(IllegalArgumentException.class, () -> cluster.member("order-2"));
      assertTrue(ProcessHandle.of(pid).isEmpty());
      assertEquals(4, ShopCluster.metric(cluster.admin("gateway-1"), "tercet_cluster_nodes"));
    }
  }
}
