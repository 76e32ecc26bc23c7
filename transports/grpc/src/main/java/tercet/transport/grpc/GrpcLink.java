package tercet.transport.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerRefusedException;
import tercet.runtime.cluster.Wire;

/**
 * One connection, over which batch after batch is sent. After a failure it is made anew: a channel
 * of gRPC would pause for seconds by itself, and {@link tercet.runtime.cluster.PeerTransport} is
 * the one that decides when to look for a peer again.
 */
final class GrpcLink implements Wire.Link {
  private static final int ANSWER_BYTES_MAX = 8 * 1024;

  private final NodeAddress peer;
  private final Metadata authorization = new Metadata();
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  /**
   * @param channel with the secret in each call
   */
  private record Connection(ManagedChannel whole, Channel channel) {}

  GrpcLink(NodeAddress peer, ClusterSecret secret) {
    this.peer = peer;
    authorization.put(GrpcWire.AUTHORIZATION, secret.header());
  }

  @Override
  public int send(byte[] batch, Duration timeout) throws IOException {
    Connection open = connection;
    Connection current = open == null ? open() : open;
    connection = current;
    boolean done = false;
    try {
      if (closed) {
        throw new IOException("the link was closed");
      }
      CallOptions options =
          CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
      int noRoom = ClientCalls.blockingUnaryCall(current.channel(), GrpcWire.SEND, options, batch);
      done = true;
      return noRoom;
    } catch (StatusRuntimeException failed) {
      throw failure(failed, timeout);
    } finally {
      if (!done) {
        connection = null;
        current.whole().shutdownNow();
      }
    }
  }

  private static IOException failure(StatusRuntimeException failed, Duration timeout) {
    Status status = failed.getStatus();
    String description = status.getDescription();
    String reason = "answered %s: %s".formatted(status.getCode(), description);
    return switch (status.getCode()) {
      case UNAUTHENTICATED, INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNIMPLEMENTED ->
          new PeerRefusedException(reason);
      case DEADLINE_EXCEEDED ->
          new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms");
      default -> {
        Throwable cause = status.getCause();
        yield new ConnectException(cause == null ? reason : String.valueOf(cause.getMessage()));
      }
    };
  }

  private Connection open() {
    ManagedChannel whole =
        NettyChannelBuilder.forAddress(new InetSocketAddress(peer.host(), peer.port()))
            .usePlaintext()
            .directExecutor() // whoever waits for the answer does what is to be done with it
            .disableRetry()
            .maxInboundMessageSize(ANSWER_BYTES_MAX)
            .build();
    return new Connection(
        whole,
        ClientInterceptors.intercept(
            whole, MetadataUtils.newAttachHeadersInterceptor(authorization)));
  }

  @Override
  public void close() {
    closed = true;
    Connection current = connection;
    if (current != null) {
      current.whole().shutdownNow();
    }
  }
}
