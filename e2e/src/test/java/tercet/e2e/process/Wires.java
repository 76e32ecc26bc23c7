package tercet.e2e.process;

import java.time.Instant;
import java.time.InstantSource;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.PeerWire;
import tercet.transport.grpc.GrpcWire;
import tercet.transport.http.HttpWire;

/** The connections between the nodes of these tests. */
enum Wires {
  HTTP,
  GRPC;

  private static final ClusterSecret SECRET = new ClusterSecret("a-secret-of-tests-only");

  PeerWire open() {
    return switch (this) {
      case HTTP -> new HttpWire(SECRET);
      case GRPC -> new GrpcWire(SECRET);
    };
  }

  /** A clock of whole milliseconds, as they are stored and sent. */
  static InstantSource clock() {
    return () -> Instant.ofEpochMilli(System.currentTimeMillis());
  }
}
