package tercet.transport.grpc;

import tercet.testing.contract.EchoNode;
import tercet.testing.contract.WireMeasurement;

/** Started by hand; HACKING.md says how. */
final class GrpcMeasurement {
  private GrpcMeasurement() {}

  public static void main(String[] arguments) throws InterruptedException {
    WireMeasurement.run(new GrpcWire(EchoNode.SECRET), System.out);
  }
}
