package tercet.e2e.process;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.testing.testbed.cluster.Blueprint;

/** {@code tercet verify} finds clusters of real processes right. */
@Tag("slow")
@Timeout(300)
final class ClusterVerifyTest {
  @ParameterizedTest
  @EnumSource
  void everyProtocolIsRightWithPostgres(Protocol protocol) throws IOException {
    ProtocolOnCluster.verify(Blueprint.POSTGRES, protocol);
  }

  @ParameterizedTest
  @EnumSource
  void everyProtocolIsRightWithThreeProcessesOfTheirOwnRocksDb(Protocol protocol)
      throws IOException {
    ProtocolOnCluster.verify(Blueprint.ROCKSDB_3, protocol);
  }
}
