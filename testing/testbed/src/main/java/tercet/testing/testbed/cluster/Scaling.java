package tercet.testing.testbed.cluster;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tercet.testing.testbed.cluster.NodePlan.PlannedNode;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.NodeMetrics;
import tercet.testing.testbed.server.ServerFailedException;

/**
 * A change of the number of nodes.
 *
 * @param before the plan of the nodes that run
 * @param after the plan of those that are to run
 */
record Scaling(NodePlan before, NodePlan after) {
  private static final String NODES = "tercet_cluster_nodes";
  private static final String OPEN_REQUESTS = "tercet_http_requests_open";
  private static final Duration READY_MAX = Duration.ofMinutes(2);
  private static final Duration KNOWN_MAX = Duration.ofSeconds(30);

  /**
   * Refuses what cannot be done while the cluster runs.
   *
   * @throws IllegalArgumentException with a sentence that says why
   */
  void check() {
    Blueprint blueprint = after.blueprint();
    if (!blueprint.storage().isShared()) {
      throw new IllegalArgumentException(
          "the nodes of %s have stores of their own, and no shard moves from one to another: the"
                  .formatted(blueprint.name())
              + " number of its nodes is fixed");
    }
    boolean sameGateways = before.gatewayPorts().equals(after.gatewayPorts());
    if (!sameGateways && !(before.blueprint().hasProxy() && blueprint.hasProxy())) {
      throw new IllegalArgumentException(
          "%s has no nginx before or after, so clients would not find its gateways"
              .formatted(blueprint.name()));
    }
  }

  List<PlannedNode> added() {
    return without(after.nodes(), before.nodes());
  }

  List<PlannedNode> removed() {
    return without(before.nodes(), after.nodes());
  }

  private static List<PlannedNode> without(List<PlannedNode> all, List<PlannedNode> some) {
    Set<String> names = some.stream().map(PlannedNode::name).collect(Collectors.toSet());
    return all.stream().filter(node -> !names.contains(node.name())).toList();
  }

  /** Gateways to which no more requests may go. */
  List<PlannedNode> removedGateways() {
    return removed().stream()
        .filter(node -> node.roles().contains(Blueprint.Group.GATEWAY))
        .toList();
  }

  /** Ports of the gateways that are there before and after. */
  List<Integer> stayingGateways() {
    return before.gatewayPorts().stream().filter(after.gatewayPorts()::contains).toList();
  }

  /**
   * Waits until the removed gateways have answered all their requests. The few that they do not
   * answer in time are cut off.
   */
  void awaitDrained() {
    for (PlannedNode node : removedGateways()) {
      URI admin = admin(node);
      Await.holds(
          before.blueprint().deadline().multipliedBy(2),
          () -> true,
          () -> shows(admin, OPEN_REQUESTS, 0));
    }
  }

  private static URI admin(PlannedNode node) {
    return URI.create("http://127.0.0.1:" + node.adminPort());
  }

  /**
   * Waits until a node that was added is ready; others may be busy with something else.
   *
   * @throws ServerFailedException with its output, if it is not or has ended
   */
  static void awaitReady(LocalMember added) {
    BooleanSupplier lives = () -> added.condition() != Member.Condition.DEAD;
    if (!Await.holds(READY_MAX, lives, added::isReady)) {
      throw new ServerFailedException(added.name() + " is not ready:\n" + added.lastWords());
    }
  }

  /**
   * Waits until all nodes go by the later plan, also those that are to leave.
   *
   * @throws ServerFailedException if one does not
   */
  void awaitKnown() {
    for (PlannedNode node : Stream.concat(after.nodes().stream(), removed().stream()).toList()) {
      URI admin = admin(node);
      if (!Await.holds(KNOWN_MAX, () -> true, () -> shows(admin, NODES, after.nodes().size()))) {
        throw new ServerFailedException(node.name() + " does not go by the new cluster file");
      }
    }
  }

  private static boolean shows(URI admin, String metric, int expected) {
    try {
      return NodeMetrics.value(admin, metric) == expected;
    } catch (IOException notNow) {
      return false;
    }
  }
}
