package tercet.transport.grpc;

import tercet.conformance.EchoNode;
import tercet.conformance.WireMeasurement;

/** Started by hand; HACKING.md says how. */
final class GrpcMeasurement {
  private GrpcMeasurement() {}

  public static void main(String[] arguments) throws InterruptedException {
    WireMeasurement.run(new GrpcWire(EchoNode.SECRET), System.out);
  }
}
