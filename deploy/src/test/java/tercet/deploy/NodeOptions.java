package tercet.deploy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tercet.testing.testbed.cluster.Blueprint;

/**
 * The options of {@code tercet run} that follow from a blueprint, by their names in the
 * environment. Addresses of servers are those of compose files.
 */
final class NodeOptions {
  private NodeOptions() {}

  /** Options that all nodes have in common. */
  static Map<String, String> common(Blueprint blueprint) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("TERCET_PROTOCOL", blueprint.protocol());
    all.put("TERCET_DEADLINE", blueprint.deadline().toMillis() + "ms");
    all.put("TERCET_TRANSPORT", blueprint.transport());
    if (Catalog.hasBroker(blueprint)) {
      all.put("TERCET_BROKER_URL", brokerUrl(blueprint));
      all.put("TERCET_BROKER_PREFIX", "messages");
      if (blueprint.transport().equals("rabbitmq")) {
        all.put("TERCET_BROKER_PASSWORD_FILE", "/secrets/rabbitmq");
      }
    } else {
      all.put("TERCET_CLUSTER_SECRET_FILE", "/secrets/cluster");
    }
    return all;
  }

  /** Options of a node with these roles: where its records are. */
  static Map<String, String> store(Blueprint blueprint, Set<String> roles) {
    Map<String, String> all = new LinkedHashMap<>();
    if (Catalog.SERVICES.stream().noneMatch(roles::contains)) {
      return all;
    }
    String service = Catalog.SERVICES.stream().filter(roles::contains).findFirst().orElseThrow();
    switch (blueprint.storage()) {
      case ROCKSDB -> all.put("TERCET_STORE", "rocksdb");
      case POSTGRES -> postgres(all, "postgres:5432", service);
      case POSTGRES_HA -> postgres(all, "postgres-1:5432,postgres-2:5432,postgres-3:5432", service);
      case REDIS, REDIS_SENTINEL, REDIS_CLUSTER -> redis(all, blueprint, service);
    }
    return all;
  }

  private static void postgres(Map<String, String> all, String hosts, String service) {
    all.put("TERCET_STORE", "postgres");
    all.put("TERCET_POSTGRES_URL", "jdbc:postgresql://" + hosts + "/" + database(service));
    all.put("TERCET_POSTGRES_PASSWORD_FILE", "/secrets/postgres");
  }

  private static void redis(Map<String, String> all, Blueprint blueprint, String service) {
    all.put("TERCET_STORE", "redis");
    all.put("TERCET_REDIS_URL", redisUrl(blueprint, service));
    all.put("TERCET_REDIS_PREFIX", database(service));
    all.put("TERCET_REDIS_REPLICAS", Integer.toString(redisReplicas(blueprint)));
  }

  /** How many replicas confirm each commit. */
  static int redisReplicas(Blueprint blueprint) {
    return switch (blueprint.storage()) {
      case REDIS_SENTINEL -> 2;
      case REDIS_CLUSTER -> 1;
      case ROCKSDB, POSTGRES, POSTGRES_HA, REDIS -> 0;
    };
  }

  /** The name of a service's records; {@code order} is a word of SQL. */
  static String database(String service) {
    return service.equals("order") ? "orders" : service;
  }

  /** The address of the servers with a service's records. */
  static String redisUrl(Blueprint blueprint, String service) {
    String own = Catalog.hasRedisPerService(blueprint) ? service + "-" : "";
    return switch (blueprint.storage()) {
      case REDIS -> "redis://" + own + "redis-1:6379";
      case REDIS_SENTINEL -> "redis-sentinel://" + hosts(own + "sentinel-%d:26379", 3) + "/shop";
      case REDIS_CLUSTER -> "redis-cluster://" + hosts(own + "redis-%d:6379", 6);
      case ROCKSDB, POSTGRES, POSTGRES_HA ->
          throw new IllegalArgumentException(blueprint.name() + " has no records in Redis");
    };
  }

  private static String hosts(String pattern, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(pattern::formatted)
        .collect(Collectors.joining(","));
  }

  /** Whether messages go through the Redis servers that have the records. */
  static boolean sharesRedis(Blueprint blueprint) {
    return Catalog.keepsRecordsInRedis(blueprint) && !Catalog.hasRedisPerService(blueprint);
  }

  private static String brokerUrl(Blueprint blueprint) {
    boolean three = blueprint.storage().isReplicated();
    return switch (blueprint.transport()) {
      case "redis-streams" ->
          sharesRedis(blueprint) ? redisUrl(blueprint, "") : "redis://broker:6379";
      case "kafka" ->
          three ? "kafka://kafka-1:9092,kafka-2:9092,kafka-3:9092" : "kafka://kafka:9092";
      case "rabbitmq" ->
          three
              ? "amqp://shop@rabbitmq-1:5672,rabbitmq-2:5672,rabbitmq-3:5672"
              : "amqp://shop@rabbitmq:5672";
      default ->
          throw new IllegalArgumentException("there is no transport " + blueprint.transport());
    };
  }
}
