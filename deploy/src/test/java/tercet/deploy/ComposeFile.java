package tercet.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tercet.testing.testbed.cluster.Blueprint;

/**
 * The compose file of a blueprint: its nodes. The servers that they need are in files beside it,
 * which it includes.
 */
final class ComposeFile {
  private final Blueprint blueprint;
  private final StringBuilder text = new StringBuilder();

  private ComposeFile(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  static String of(Blueprint blueprint) {
    ComposeFile file = new ComposeFile(blueprint);
    file.head();
    for (Blueprint.Group group : blueprint.groups()) {
      IntStream.rangeClosed(1, group.count()).forEach(number -> file.node(group, number));
    }
    file.volumes();
    return file.text.toString();
  }

  private void head() {
    text.append(
        """
        # The cluster %1$s. It is made from its blueprint (DeploymentFilesTest): change that, or
        # write a file of your own.
        #   docker compose -f deploy/compose/%1$s.yaml up --wait
        # Then the shop is at http://localhost:8000. docs/operate/docker.md has the rest.
        name: tercet-%1$s

        include:
        """
            .formatted(blueprint.name()));
    included().forEach(file -> text.append("  - servers/%s.yaml\n".formatted(file)));
    text.append("\nservices:\n");
  }

  private List<String> included() {
    List<String> files = new ArrayList<>();
    switch (blueprint.storage()) {
      case ROCKSDB -> files.add("secrets");
      case POSTGRES -> files.add("postgres");
      case POSTGRES_HA -> files.add("postgres-ha");
      case REDIS, REDIS_SENTINEL, REDIS_CLUSTER -> {
        files.add("secrets");
        prefixes().forEach(prefix -> files.add(prefix + redisFile(blueprint.storage())));
      }
    }
    String broker = broker();
    if (!broker.isEmpty()) {
      files.add(broker);
    }
    if (Catalog.gateways(blueprint) > 1) {
      files.add("gateways");
    }
    files.add("observe");
    return files;
  }

  /** The file with the servers that carry messages; empty if the others do. */
  private String broker() {
    String three = blueprint.storage().isReplicated() ? "-3" : "";
    return switch (blueprint.transport()) {
      case "kafka", "rabbitmq" -> blueprint.transport() + three;
      case "redis-streams" -> NodeOptions.sharesRedis(blueprint) ? "" : "redis-broker";
      default -> "";
    };
  }

  /** Servers that must answer before a node starts. */
  private List<String> needed() {
    List<String> servers = new ArrayList<>();
    switch (blueprint.storage()) {
      case ROCKSDB -> {}
      case POSTGRES -> servers.add("postgres");
      case POSTGRES_HA -> servers.addAll(three("postgres"));
      case REDIS -> prefixes().forEach(prefix -> servers.add(prefix + "redis-1"));
      case REDIS_SENTINEL ->
          prefixes().forEach(prefix -> servers.addAll(three(prefix + "sentinel")));
      case REDIS_CLUSTER -> prefixes().forEach(prefix -> servers.add(prefix + "redis-6"));
    }
    switch (broker()) {
      case "kafka", "rabbitmq" -> servers.add(blueprint.transport());
      case "kafka-3", "rabbitmq-3" -> servers.addAll(three(blueprint.transport()));
      case "redis-broker" -> servers.add("broker");
      default -> {}
    }
    return servers;
  }

  /** Of the names of Redis servers: one for each service if each has servers of its own. */
  private List<String> prefixes() {
    return Catalog.hasRedisPerService(blueprint)
        ? Catalog.SERVICES.stream().map(service -> service + "-").toList()
        : List.of("");
  }

  /** The name of the file with such Redis servers. */
  static String redisFile(Blueprint.Storage storage) {
    return storage.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The same servers for one service alone.
   *
   * @param text of the file with the servers for all
   */
  static String redisOf(String service, String text) {
    return "# Made for one service from the file for all (DeploymentFilesTest).\n"
        + text.replaceAll("\\b(redis|sentinel)-(?=\\d)", service + "-$1-");
  }

  private static List<String> three(String name) {
    return List.of(name + "-1", name + "-2", name + "-3");
  }

  private void node(Blueprint.Group group, int number) {
    String name = group.name() + "-" + number;
    boolean isGateway = Catalog.isGateway(group);
    text.append("  %s:\n".formatted(name));
    text.append("    extends: {file: servers/node.yaml, service: node}\n");
    text.append("    depends_on:\n");
    text.append("      secrets: {condition: service_completed_successfully}\n");
    needed()
        .forEach(
            server -> text.append("      %s: {condition: service_healthy}\n".formatted(server)));
    text.append("    environment:\n");
    environment(name, group)
        .forEach((key, value) -> text.append("      %s: \"%s\"\n".formatted(key, value)));
    text.append("    volumes:\n");
    text.append(
        "      - ./cluster/%s.properties:/etc/tercet/cluster.properties:ro\n"
            .formatted(blueprint.name()));
    text.append("      - secrets:/secrets:ro\n");
    if (!blueprint.storage().isShared()) {
      text.append("      - %s:/data\n".formatted(name));
    }
    if (isGateway && Catalog.gateways(blueprint) == 1) {
      text.append("    ports: [\"127.0.0.1:${TERCET_PORT:-8000}:8000\"]\n");
    }
    text.append(
        "    networks: {default: {aliases: [nodes%s]}}\n\n"
            .formatted(isGateway ? ", gateways" : ""));
  }

  private Map<String, String> environment(String node, Blueprint.Group group) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("TERCET_NODE", node);
    all.putAll(NodeOptions.common(blueprint));
    all.putAll(NodeOptions.store(blueprint, group.roles()));
    all.putAll(Catalog.options(group));
    return all;
  }

  private void volumes() {
    text.append("volumes:\n  secrets: {}\n");
    if (blueprint.storage().isShared()) {
      return;
    }
    for (Blueprint.Group group : blueprint.groups()) {
      for (int number = 1; number <= group.count(); number++) {
        text.append("  %s-%d: {}\n".formatted(group.name(), number));
      }
    }
  }
}
