package tercet.transport.http;

import org.junit.jupiter.api.Tag;
import tercet.runtime.cluster.PeerWire;
import tercet.testing.contract.EchoNode;
import tercet.testing.contract.ProcessContract;

@Tag("slow")
final class HttpProcessTest implements ProcessContract {
  @Override
  public PeerWire wire() {
    return new HttpWire(EchoNode.SECRET);
  }

  @Override
  public Class<?> echoMain() {
    return HttpEchoNode.class;
  }
}
