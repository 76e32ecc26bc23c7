package tercet.transport.http;

import org.junit.jupiter.api.Tag;
import tercet.conformance.EchoNode;
import tercet.conformance.ProcessContract;
import tercet.runtime.cluster.Wire;

@Tag("slow")
final class HttpProcessTest implements ProcessContract {
  @Override
  public Wire wire() {
    return new HttpWire(EchoNode.SECRET);
  }

  @Override
  public Class<?> echoMain() {
    return HttpEchoNode.class;
  }
}
