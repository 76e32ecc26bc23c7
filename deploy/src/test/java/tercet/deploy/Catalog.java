package tercet.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;

/** The blueprints for which there are files, and questions about them. */
final class Catalog {
  static final List<String> SERVICES = List.of("order", "stock", "payment");

  private static final String GATEWAY = "gateway";

  private Catalog() {}

  /** The names of all, for parameterized tests. */
  static Stream<String> names() {
    return Blueprints.names().stream();
  }

  static Blueprint named(String name) {
    return Blueprints.named(name);
  }

  /** Whether each service has Redis servers of its own. */
  static boolean hasRedisPerService(Blueprint blueprint) {
    return blueprint.sharing() == Blueprint.Sharing.PER_SERVICE && keepsRecordsInRedis(blueprint);
  }

  static boolean keepsRecordsInRedis(Blueprint blueprint) {
    return switch (blueprint.storage()) {
      case ROCKSDB, POSTGRES, POSTGRES_HA -> false;
      case REDIS, REDIS_SENTINEL, REDIS_CLUSTER -> true;
    };
  }

  static boolean hasBroker(Blueprint blueprint) {
    return switch (blueprint.transport()) {
      case "http", "grpc" -> false;
      default -> true;
    };
  }

  static boolean isGateway(Blueprint.Group group) {
    return group.roles().contains(GATEWAY);
  }

  /** How many nodes clients may ask. */
  static int gateways(Blueprint blueprint) {
    return blueprint.groups().stream()
        .filter(Catalog::isGateway)
        .mapToInt(Blueprint.Group::count)
        .sum();
  }

  /** The options of a group, by their names in the environment. */
  static Map<String, String> options(Blueprint.Group group) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String option : group.options()) {
      String[] parts = option.substring(2).split("=", 2);
      all.put("TERCET_" + parts[0].toUpperCase(Locale.ROOT).replace('-', '_'), parts[1]);
    }
    return all;
  }
}
