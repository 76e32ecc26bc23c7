package tercet.transport.http;

import tercet.testing.contract.EchoNode;
import tercet.testing.contract.WireMeasurement;

/** Started by hand; HACKING.md says how. */
final class HttpMeasurement {
  private HttpMeasurement() {}

  public static void main(String[] arguments) throws InterruptedException {
    WireMeasurement.run(new HttpWire(EchoNode.SECRET), System.out);
  }
}
