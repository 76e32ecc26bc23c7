package tercet.transport.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.IOException;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.Wire;

/**
 * Batches over gRPC. A unary call for each batch, not a stream for all: each has a deadline and an
 * answer of its own, and HTTP/2 keeps the connection and the compressed headers between them.
 */
public final class GrpcWire implements Wire {
  static final String SERVICE = "tercet.v1.Envelopes";

  /** Bytes of a batch, and how many of its envelopes found no room. */
  static final MethodDescriptor<byte[], Integer> SEND =
      MethodDescriptor.newBuilder(new BatchMarshaller(), new TakenMarshaller())
          .setType(MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Send"))
          .build();

  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ClusterSecret secret;

  /**
   * @param secret that all nodes share
   */
  public GrpcWire(ClusterSecret secret) {
    this.secret = secret;
  }

  @Override
  public Listening listen(NodeAddress at, Receiver receiver) throws IOException {
    return GrpcListening.open(at, secret, receiver);
  }

  @Override
  public Link connect(NodeAddress peer) {
    return new GrpcLink(peer, secret);
  }
}
