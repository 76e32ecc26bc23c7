package tercet.transport.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerTrust;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.tls.TlsIdentity;

/** An open port that takes batches. */
final class GrpcListener implements PeerWire.PeerListener {
  /** A peer has a call open; a client without one for so long is no peer. */
  private static final long WITHOUT_CALL_SECONDS_MAX = 30;

  /** A peer that was cut off does not say so. It is asked after so long without a word. */
  private static final long SILENCE_SECONDS_MAX = 30;

  /** A slow network takes a second; a stranger that connects and says nothing, for ever. */
  private static final long HANDSHAKE_SECONDS_MAX = 10;

  private static final int METADATA_BYTES_MAX = 8 * 1024;
  private static final int CALLS_PER_CONNECTION_MAX = 16;
  private static final long STOP_MILLIS_MAX = 1_000;

  private final Server server;

  private GrpcListener(Server server) {
    this.server = server;
  }

  static GrpcListener open(NodeAddress at, PeerTrust trust, PeerWire.Receiver receiver)
      throws IOException {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(GrpcWire.SERVICE)
            .addMethod(
                GrpcWire.SEND,
                ServerCalls.asyncBidiStreamingCall(answers -> new Taking(receiver, answers)))
            .build();
    InetSocketAddress address = new InetSocketAddress(at.host(), at.port());
    try {
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(address)
              .directExecutor() // a batch is taken without blocking, so no other thread is needed
              .maxInboundMessageSize(EnvelopeBatch.BYTES_MAX + BatchMarshaller.OVERHEAD_BYTES_MAX)
              .maxInboundMetadataSize(METADATA_BYTES_MAX)
              .maxConnectionIdle(WITHOUT_CALL_SECONDS_MAX, TimeUnit.SECONDS)
              .keepAliveTime(SILENCE_SECONDS_MAX, TimeUnit.SECONDS)
              .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION_MAX)
              .addService(ServerInterceptors.intercept(service, new SecretCheck(trust)));
      TlsIdentity identity = trust.tls();
      if (identity != null) {
        builder
            .sslContext(new ServerTlsContext(identity))
            .handshakeTimeout(HANDSHAKE_SECONDS_MAX, TimeUnit.SECONDS);
      }
      return new GrpcListener(builder.build().start());
    } catch (IOException unavailable) {
      Throwable cause = unavailable.getCause() == null ? unavailable : unavailable.getCause();
      throw new IOException(
          "The port for other nodes, %s, cannot be opened (%s). Give the node another address, or "
                  .formatted(at, cause.getMessage())
              + "stop what uses it.",
          unavailable);
    }
  }

  /** Answers each batch of a call. */
  private record Taking(PeerWire.Receiver receiver, StreamObserver<Integer> answers)
      implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] batch) {
      int noRoom;
      try {
        noRoom = receiver.receive(batch);
      } catch (MalformedBytesException malformed) {
        answers.onError(
            Status.INVALID_ARGUMENT
                .withDescription("This is no batch: " + malformed.getMessage())
                .asRuntimeException());
        return;
      }
      answers.onNext(noRoom);
    }

    @Override
    public void onError(Throwable gone) {
      // A peer sends its next batches over another call.
    }

    @Override
    public void onCompleted() {
      answers.onCompleted();
    }
  }

  /**
   * Turns strangers away before anything that they sent is read. A call may be open for days, so
   * each batch is checked: the secret may have been replaced meanwhile.
   */
  private record SecretCheck(PeerTrust trust) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String given = headers.get(GrpcWire.AUTHORIZATION);
      if (!trust.admits(given)) {
        turnAway(call);
        return new ServerCall.Listener<>() {};
      }
      return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
        private boolean turnedAway;

        @Override
        public void onMessage(Q batch) {
          if (turnedAway) {
            return;
          }
          if (trust.admits(given)) {
            super.onMessage(batch);
          } else {
            turnedAway = true;
            turnAway(call);
          }
        }
      };
    }

    private static void turnAway(ServerCall<?, ?> call) {
      call.close(Status.UNAUTHENTICATED.withDescription(PeerWire.WRONG_SECRET), new Metadata());
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
