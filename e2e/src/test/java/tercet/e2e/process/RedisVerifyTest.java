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

/** Every protocol and every topology of Redis, in nodes as users start them. */
@Tag("slow")
@Timeout(300)
final class RedisVerifyTest {
  /** Each protocol on each topology, instead of each once. */
  private static final boolean ALL = Boolean.getBoolean("tercet.verify.all");

  static List<Arguments> pairs() {
    List<Blueprint> topologies =
        List.of(Blueprint.REDIS_SENTINEL, Blueprint.REDIS_CLUSTER, Blueprint.REDIS);
    List<Arguments> pairs = new ArrayList<>();
    int turn = 0;
    for (Protocol protocol : Protocol.values()) {
      for (Blueprint topology : topologies) {
        if (ALL || topology.equals(topologies.get(turn % topologies.size()))) {
          pairs.add(Arguments.of(topology, protocol));
        }
      }
      turn++;
    }
    return pairs;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void protocolIsRight(Blueprint cluster, Protocol protocol) throws IOException {
    ProtocolOnCluster.verify(cluster, protocol);
  }
}
