package tercet.transport.http;

import tercet.conformance.EchoNode;
import tercet.conformance.ProcessContract;
import tercet.runtime.cluster.Wire;

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
