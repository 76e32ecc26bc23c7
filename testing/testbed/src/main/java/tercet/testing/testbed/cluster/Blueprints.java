package tercet.testing.testbed.cluster;

import static tercet.testing.testbed.cluster.Blueprint.Sharing.PER_SERVICE;
import static tercet.testing.testbed.cluster.Blueprint.Sharing.SHARED;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import tercet.testing.testbed.cluster.Blueprint.Group;
import tercet.testing.testbed.cluster.Blueprint.Sharing;
import tercet.testing.testbed.cluster.Blueprint.Storage;

/**
 * The table of all blueprints with names. Commands, help and pages are made from it or checked
 * against it.
 */
public final class Blueprints {
  private static final String ORDER = "order";
  private static final String STOCK = "stock";
  private static final String PAYMENT = "payment";

  /** The default of {@code tercet run}. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final List<Group> TWO_OF_EACH =
      List.of(gateways(2), service(ORDER, 2), service(STOCK, 2), service(PAYMENT, 2));

  private static final List<Group> ONE_GATEWAY =
      List.of(gateways(1), service(ORDER, 2), service(STOCK, 2), service(PAYMENT, 2));

  private static final List<Group> THREE_NODES =
      List.of(
          new Group(ORDER, Set.of(ORDER, Group.GATEWAY), 1),
          service(STOCK, 1),
          service(PAYMENT, 1));

  /** Clients may ask each of them everything. */
  private static final List<Group> THREE_GATEWAYS =
      List.of(
          new Group(ORDER, Set.of(ORDER, Group.GATEWAY), 1),
          new Group(STOCK, Set.of(STOCK, Group.GATEWAY), 1),
          new Group(PAYMENT, Set.of(PAYMENT, Group.GATEWAY), 1));

  /** A PostgreSQL server with a database for each service. */
  public static final Blueprint POSTGRES =
      of("postgres", Storage.POSTGRES, SHARED, "tcc", "grpc", TWO_OF_EACH);

  /** Any database server may die. */
  public static final Blueprint POSTGRES_HA =
      of("postgres-ha", Storage.POSTGRES_HA, SHARED, "tcc", "grpc", TWO_OF_EACH);

  /** Locks until all have voted. */
  public static final Blueprint TWO_PHASE_COMMIT =
      of("two-phase-commit", Storage.POSTGRES, SHARED, "2pc", "http", ONE_GATEWAY);

  /** Three processes and nothing else. */
  public static final Blueprint ROCKSDB_3 =
      of("rocksdb-3", Storage.ROCKSDB, PER_SERVICE, "tcc", "grpc", THREE_NODES);

  /** A Redis server with names of their own for each service. */
  public static final Blueprint REDIS =
      of("redis", Storage.REDIS, SHARED, "tcc", "grpc", TWO_OF_EACH);

  /** Any Redis server or sentinel may die. */
  public static final Blueprint REDIS_SENTINEL =
      of("redis-sentinel", Storage.REDIS_SENTINEL, SHARED, "tcc", "grpc", TWO_OF_EACH);

  /** Any Redis server may die. */
  public static final Blueprint REDIS_CLUSTER =
      of("redis-cluster", Storage.REDIS_CLUSTER, SHARED, "tcc", "grpc", TWO_OF_EACH);

  /** Any Kafka broker, and any database server, may die. */
  public static final Blueprint KAFKA_POSTGRES =
      of("kafka-postgres", Storage.POSTGRES_HA, SHARED, "saga", "kafka", TWO_OF_EACH);

  /** Three times three masters: the loss of a service's servers touches no other service. */
  public static final Blueprint RABBITMQ_REDIS_CLUSTER =
      of(
          "rabbitmq-redis-cluster",
          Storage.REDIS_CLUSTER,
          PER_SERVICE,
          "saga",
          "rabbitmq",
          TWO_OF_EACH);

  /** Participants tell each other how they voted, through the Redis that has the records. */
  public static final Blueprint GRPC_REDIS_STREAMS =
      of("grpc-redis-streams", Storage.REDIS, SHARED, "choreography", "redis-streams", TWO_OF_EACH);

  /** The stock is asked first, and the user only when it has answered. */
  public static final Blueprint SYNC_SAGA_RABBITMQ =
      of("sync-saga-rabbitmq", Storage.POSTGRES, SHARED, "saga", "rabbitmq", TWO_OF_EACH)
          .withOptions(List.of("--saga-steps=stock_first"));

  /** All participants are asked at once. */
  public static final Blueprint ASYNC_SAGA_KAFKA =
      of("async-saga-kafka", Storage.POSTGRES, SHARED, "saga", "kafka", TWO_OF_EACH)
          .withOptions(List.of("--saga-steps=parallel"));

  /** A master with replicas and sentinels for each service. */
  public static final Blueprint RABBITMQ_REDIS_SENTINEL =
      of(
          "rabbitmq-redis-sentinel",
          Storage.REDIS_SENTINEL,
          PER_SERVICE,
          "saga",
          "rabbitmq",
          TWO_OF_EACH);

  /** A process and a Redis server for each service, behind nginx. */
  public static final Blueprint TEMPLATE =
      of("template", Storage.REDIS, PER_SERVICE, "tcc", "http", THREE_GATEWAYS);

  /** All, in the order in which help and pages list them. */
  public static final List<Blueprint> ALL =
      List.of(
          POSTGRES,
          POSTGRES_HA,
          ROCKSDB_3,
          REDIS,
          REDIS_SENTINEL,
          REDIS_CLUSTER,
          KAFKA_POSTGRES,
          RABBITMQ_REDIS_CLUSTER,
          GRPC_REDIS_STREAMS,
          TWO_PHASE_COMMIT,
          SYNC_SAGA_RABBITMQ,
          ASYNC_SAGA_KAFKA,
          RABBITMQ_REDIS_SENTINEL,
          TEMPLATE);

  private Blueprints() {}

  private static Blueprint of(
      String name,
      Storage storage,
      Sharing sharing,
      String protocol,
      String transport,
      List<Group> groups) {
    return new Blueprint(name, storage, sharing, protocol, transport, false, groups, DEADLINE);
  }

  private static Group gateways(int count) {
    return new Group(Group.GATEWAY, Set.of(Group.GATEWAY), count);
  }

  private static Group service(String name, int count) {
    return new Group(name, Set.of(name), count);
  }

  /** The names of all. */
  public static List<String> names() {
    return ALL.stream().map(Blueprint::name).toList();
  }

  /**
   * The one of a name.
   *
   * @throws IllegalArgumentException with a sentence that says which there are
   */
  public static Blueprint named(String name) {
    return ALL.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no cluster '%s'; there are %s"
                    .formatted(name, String.join(", ", names()))));
  }
}
