package tercet.testing.testbed.cluster;

import java.util.ArrayList;
import java.util.List;
import tercet.testing.testbed.cluster.Blueprint.Group;
import tercet.testing.testbed.cluster.Blueprint.Sharing;

/** The parts of a blueprint as a line for a person. */
record BlueprintSummary(Blueprint blueprint) {
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    String proxied = blueprint.hasProxy() ? " behind nginx" : "";
    List<Group> gateways = blueprint.groups().stream().filter(one -> !one.isService()).toList();
    gateways.forEach(group -> parts.add(count(group.count(), "gateway") + proxied));
    parts.addAll(services(gateways.isEmpty() ? proxied : ""));
    boolean each = blueprint.sharing() == Sharing.PER_SERVICE && blueprint.storage().isShared();
    parts.add(blueprint.storage().words + (each ? " for each service" : ""));
    if (blueprint.brokers() > 0) {
      parts.add(brokers());
    }
    if (blueprint.repliesByRedis()) {
      parts.add("1 Redis server for answers");
    }
    return "%s; %s over %s"
        .formatted(String.join(", ", parts), blueprint.protocol(), blueprint.transport());
  }

  private List<String> services(String proxied) {
    List<Group> services = blueprint.groups().stream().filter(Group::isService).toList();
    List<Integer> counts = services.stream().map(Group::count).distinct().toList();
    return counts.size() == 1
        ? List.of(count(counts.getFirst(), "node") + " per service" + proxied)
        : services.stream().map(group -> group.count() + " " + group.name() + proxied).toList();
  }

  private String brokers() {
    return switch (blueprint.transport()) {
      case "kafka" -> count(blueprint.brokers(), "Kafka broker");
      case "rabbitmq" -> count(blueprint.brokers(), "RabbitMQ server");
      default -> count(blueprint.brokers(), "Redis server") + " for messages";
    };
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
