package tercet.deploy;

import java.util.Map;
import tercet.testing.testbed.cluster.Blueprint;

/**
 * The values of the Helm chart for a blueprint. Databases and brokers are servers that run already,
 * under the names that they have in the compose file.
 */
final class HelmValues {
  /** How many nodes of a group there may be with autoscaling, as a multiple of the usual number. */
  private static final int SCALE = 2;

  private HelmValues() {}

  static String of(Blueprint blueprint) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # The cluster %1$s. It is made from its blueprint (DeploymentFilesTest): change that, or
        # write a file of your own, which may follow this one.
        protocol: %2$s
        deadline: %3$dms
        # For a trial: every program that reaches the shop may do everything. See values.yaml.
        access:
          withoutTokens: true
        transport:
          name: %4$s
        """
            .formatted(
                blueprint.name(),
                blueprint.protocol(),
                blueprint.deadline().toMillis(),
                blueprint.transport()));
    if (Catalog.hasBroker(blueprint)) {
      text.append(
          "  brokerUrl: \"%s\"\n"
              .formatted(NodeOptions.common(blueprint).get("TERCET_BROKER_URL")));
    }
    text.append(store(blueprint)).append(environment(blueprint)).append("groups:\n");
    for (Blueprint.Group group : blueprint.groups()) {
      int max = blueprint.storage().isShared() ? group.count() * SCALE : group.count();
      text.append(
          """
            - name: %s
              roles: [%s]
              replicas: %d
              replicasMax: %d
          """
              .formatted(group.name(), ClusterFileText.roles(group.roles()), group.count(), max));
    }
    return text.toString();
  }

  /** Further options, which are the same for all groups. */
  private static String environment(Blueprint blueprint) {
    Map<String, String> options = Catalog.options(blueprint.groups().getFirst());
    if (blueprint.groups().stream().anyMatch(group -> !Catalog.options(group).equals(options))) {
      throw new IllegalArgumentException("groups with different options: " + blueprint);
    }
    StringBuilder text = new StringBuilder(options.isEmpty() ? "" : "environment:\n");
    options.forEach((name, value) -> text.append("  %s: \"%s\"\n".formatted(name, value)));
    return text.toString();
  }

  private static String store(Blueprint blueprint) {
    return switch (blueprint.storage()) {
      case ROCKSDB -> "store:\n  name: rocksdb\n";
      case POSTGRES -> postgres("postgres:5432");
      case POSTGRES_HA -> postgres("postgres-1:5432,postgres-2:5432,postgres-3:5432");
      case REDIS, REDIS_SENTINEL, REDIS_CLUSTER ->
          """
          store:
            name: redis
            redis:
              url: "%s"
              replicas: %d
          """
              .formatted(
                  NodeOptions.redisUrl(blueprint, "{service}"),
                  NodeOptions.redisReplicas(blueprint));
    };
  }

  private static String postgres(String hosts) {
    return "store:\n  name: postgres\n  postgres:\n    hosts: \"%s\"\n".formatted(hosts);
  }
}
