package tercet.transport.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.IOException;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerTrust;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.cluster.Watchdog;

/**
 * Batches over gRPC. One call carries all batches to a peer: a call of its own for each would cost
 * headers, a deadline and an end, many times the cost of a message.
 */
public final class GrpcWire implements PeerWire {
  static final String SERVICE = "tercet.v1.Envelopes";

  /** Bytes of a batch, and how many of its envelopes found no room. */
  static final MethodDescriptor<byte[], Integer> SEND =
      MethodDescriptor.newBuilder(new BatchMarshaller(), new TakenMarshaller())
          .setType(MethodType.BIDI_STREAMING)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Send"))
          .build();

  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final PeerTrust trust;
  private final Watchdog limits = new Watchdog();

  public GrpcWire(PeerTrust trust) {
    this.trust = trust;
  }

  /**
   * @param secret that all nodes share
   */
  public GrpcWire(ClusterSecret secret) {
    this(new PeerTrust.SharedSecret(secret));
  }

  @Override
  public PeerListener listen(NodeAddress at, Receiver receiver) throws IOException {
    return GrpcListener.open(at, trust, receiver);
  }

  @Override
  public PeerConnection connect(NodeAddress peer) {
    return new GrpcConnection(peer, trust, limits);
  }
}
