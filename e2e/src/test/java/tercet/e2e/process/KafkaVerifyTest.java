package tercet.e2e.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tercet.kernel.Protocol;
import tercet.testing.testbed.cluster.Blueprint;

/**
 * Protocols through Kafka, on shared stores and on stores of their own. A long form: {@code
 * -Dtercet.verify.all=true}.
 */
@Tag("slow")
@Timeout(300)
@EnabledIfSystemProperty(named = "tercet.verify.all", matches = "true")
final class KafkaVerifyTest {
  static List<Arguments> pairs() {
    Blueprint shared = Blueprint.POSTGRES.withTransport("kafka");
    List<Arguments> pairs = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      for (Blueprint one :
          List.of(shared, Blueprint.ROCKSDB_3.withTransport("kafka"), Blueprint.KAFKA_POSTGRES)) {
        pairs.add(Arguments.of(one, protocol));
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
