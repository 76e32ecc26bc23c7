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

  static List<Arguments> pairs() {
    if (!ALL) {
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
    List<Arguments> pairs = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      clusters.forEach(cluster -> pairs.add(Arguments.of(cluster, protocol)));
    }
    return pairs;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void protocolIsRight(Blueprint cluster, Protocol protocol) throws IOException {
    ProtocolOnCluster.verify(cluster, protocol);
  }
}
