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

/** Protocols on topologies of Redis, in nodes as users start them. */
@Tag("slow")
@Timeout(300)
final class RedisVerifyTest {
  /** Each protocol on each topology, instead of two pairs. */
  private static final boolean ALL = Boolean.getBoolean("tercet.verify.all");

  static List<Arguments> pairs() {
    if (!ALL) {
      return List.of(
          Arguments.of(Blueprints.REDIS_SENTINEL, Protocol.TCC),
          Arguments.of(Blueprints.REDIS_CLUSTER, Protocol.TWO_PHASE_COMMIT));
    }
    List<Arguments> pairs = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (Blueprint topology :
          List.of(Blueprints.REDIS_SENTINEL, Blueprints.REDIS_CLUSTER, Blueprints.REDIS)) {
        pairs.add(Arguments.of(topology, protocol));
      }
    }
    return pairs;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void protocolIsRight(Blueprint cluster, Protocol protocol) throws IOException {
    ProtocolOnCluster.verify(cluster, protocol);
  }
}
