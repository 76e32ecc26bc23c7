package tercet.transport.grpc;

import org.junit.jupiter.api.Tag;
import tercet.runtime.cluster.PeerTrust;
import tercet.runtime.cluster.PeerWire;
import tercet.testing.contract.TlsWireContract;

@Tag("quick")
final class GrpcTlsTest implements TlsWireContract {
  @Override
  public PeerWire wire(PeerTrust trust) {
    return new GrpcWire(trust);
  }
}
