package tercet.deploy;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import tercet.testing.testbed.cluster.Blueprint;

/** The cluster file of a blueprint, the same for all of its nodes. */
final class ClusterFileText {
  private static final int SHARDS = 16;
  private static final int NODE_PORT = 7400;

  private ClusterFileText() {}

  /**
   * The text of the file.
   *
   * @param host of a node: by the name of its group and its number from 1 on
   */
  static String of(Blueprint blueprint, BiFunction<String, Integer, String> host) {
    StringBuilder text = new StringBuilder();
    text.append("shards = %d\n".formatted(SHARDS));
    text.append("stores = %s\n".formatted(blueprint.storage().isShared() ? "shared" : "own"));
    for (Blueprint.Group group : blueprint.groups()) {
      for (int number = 1; number <= group.count(); number++) {
        String node = "node.%s-%d".formatted(group.name(), number);
        text.append(
            "%s.address = %s:%d\n".formatted(node, host.apply(group.name(), number), NODE_PORT));
        text.append("%s.roles = %s\n".formatted(node, roles(group.roles())));
      }
    }
    return text.toString();
  }

  /** In an order that does not change. */
  static String roles(Set<String> roles) {
    return String.join(", ", new TreeSet<>(roles));
  }
}
