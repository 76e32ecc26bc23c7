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

/**
 * {@code tercet verify} finds clusters of real processes right: nodes that share PostgreSQL, and
 * nodes with a RocksDB each. {@link RedisVerifyTest} does the same with Redis, {@link
 * BrokerVerifyTest} through brokers.
 */
@Tag("slow")
@Timeout(300)
final class ClusterVerifyTest {
  /** The long form: each protocol on both clusters. Other tests have TCC on PostgreSQL. */
  private static final boolean ALL = Boolean.getBoolean("tercet.verify.all");

  static List<Arguments> pairs() {
    if (!ALL) {
      return List.of(
          Arguments.of(Blueprints.POSTGRES, Protocol.TWO_PHASE_COMMIT),
          Arguments.of(Blueprints.ROCKSDB_3, Protocol.SAGA),
          Arguments.of(Blueprints.ROCKSDB_3, Protocol.CHOREOGRAPHY));
    }
    List<Arguments> pairs = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      pairs.add(Arguments.of(Blueprints.POSTGRES, protocol));
      pairs.add(Arguments.of(Blueprints.ROCKSDB_3, protocol));
    }
    return pairs;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void protocolIsRight(Blueprint cluster, Protocol protocol) throws IOException {
    ProtocolOnCluster.verify(cluster, protocol);
  }
}
