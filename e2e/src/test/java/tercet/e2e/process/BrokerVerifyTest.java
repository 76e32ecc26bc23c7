package tercet.e2e.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.kernel.Protocol;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;

/** Protocols through each broker, beside each kind of store, in nodes as users start them. */
@Tag("slow")
@Timeout(300)
final class BrokerVerifyTest {
  private static final String KAFKA = "kafka";
  private static final String RABBIT = "rabbitmq";
  private static final String STREAMS = "redis-streams";

  /** Each protocol on each cluster, instead of three pairs. */
  private static final boolean ALL = Boolean.getBoolean("tercet.verify.all");

  /** Only those of these clusters, such as {@code postgres+kafka,redis-sentinel+rabbitmq}. */
  private static final String ONLY = System.getProperty("tercet.verify.only", "");

  static List<Arguments> pairs() {
    if (!ALL && ONLY.isEmpty()) {
      return List.of(
          Arguments.of(Blueprints.ROCKSDB_3.withTransport(KAFKA), Protocol.TCC),
          Arguments.of(Blueprints.ROCKSDB_3.withTransport(RABBIT), Protocol.SAGA),
          Arguments.of(Blueprints.REDIS.withTransport(STREAMS), Protocol.CHOREOGRAPHY));
    }
    List<Blueprint> clusters =
        List.of(
            Blueprints.POSTGRES.withTransport(KAFKA),
            Blueprints.ROCKSDB_3.withTransport(KAFKA),
            Blueprints.KAFKA_POSTGRES,
            Blueprints.REDIS_CLUSTER.withTransport(RABBIT),
            Blueprints.REDIS_SENTINEL.withTransport(RABBIT),
            Blueprints.POSTGRES.withTransport(RABBIT),
            Blueprints.ROCKSDB_3.withTransport(RABBIT),
            Blueprints.REDIS.withTransport(STREAMS),
            Blueprints.REDIS_SENTINEL.withTransport(STREAMS),
            Blueprints.REDIS_CLUSTER.withTransport(STREAMS));
    List<String> only = List.of(ONLY.split(","));
    List<Arguments> pairs = new ArrayList<>();
    for (Blueprint cluster : clusters) {
      if (ONLY.isEmpty() || only.contains(cluster.name() + "+" + cluster.transport())) {
        for (Protocol protocol : Protocol.values()) {
          pairs.add(Arguments.of(cluster, protocol));
        }
      }
    }
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("-Dtercet.verify.only names no cluster of " + clusters);
    }
    return pairs;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void protocolIsRight(Blueprint cluster, Protocol protocol) throws IOException {
    ProtocolOnCluster.verify(cluster, protocol);
  }
}
