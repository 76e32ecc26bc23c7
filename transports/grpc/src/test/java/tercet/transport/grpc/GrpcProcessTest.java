package tercet.transport.grpc;

import org.junit.jupiter.api.Tag;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterTransport;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.cluster.PeerTransport;
import tercet.testing.contract.EchoNode;
import tercet.testing.contract.ProcessContract;

@Tag("slow")
final class GrpcProcessTest implements ProcessContract {
  @Override
  public ClusterTransport transport(ClusterMap map, String name) {
    return new PeerTransport(map, name, new GrpcWire(EchoNode.SECRET), PeerSettings.DEFAULTS);
  }

  @Override
  public Class<?> echoMain() {
    return GrpcEchoNode.class;
  }
}
