package tercet.transport.http;

import tercet.conformance.EchoNode;
import tercet.conformance.WireMeasurement;

/** Started by hand; HACKING.md says how. */
final class HttpMeasurement {
  private HttpMeasurement() {}

  public static void main(String[] arguments) throws InterruptedException {
    WireMeasurement.run(new HttpWire(EchoNode.SECRET), System.out);
  }
}
