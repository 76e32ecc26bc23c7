package tercet.transport.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerRefusedException;

/**
 * A connection with one call in it. The call sends batches, and each is answered before the next
 * one is sent. For one thread, except for {@link #close}.
 */
final class BatchStream implements AutoCloseable {
  private static final int ANSWER_BYTES_MAX = 8 * 1024;

  private final ManagedChannel channel;
  private final ClientCall<byte[], Integer> call;
  private volatile @Nullable Thread sender;
  private volatile @Nullable Integer answer;
  private volatile @Nullable Status end;

  private BatchStream(NodeAddress peer, @Nullable SSLContext tls) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(new InetSocketAddress(peer.host(), peer.port()));
    this.channel =
        (tls == null
                ? builder.usePlaintext()
                : builder
                    .sslContext(ServerTlsContext.client(tls))
                    .overrideAuthority(peer.toString()))
            .directExecutor() // it only wakes the thread that waits for the answer
            .disableRetry()
            .maxInboundMessageSize(ANSWER_BYTES_MAX)
            .build();
    this.call = channel.newCall(GrpcWire.SEND, CallOptions.DEFAULT);
  }

  /**
   * Begins to connect.
   *
   * @param tls whose certificate is shown, and that must trust the peer's; null for none
   */
  static BatchStream open(NodeAddress peer, @Nullable SSLContext tls, Metadata authorization) {
    BatchStream stream = new BatchStream(peer, tls);
    Metadata headers = new Metadata(); // the call keeps it
    headers.merge(authorization);
    stream.call.start(stream.new Answers(), headers);
    return stream;
  }

  /** Hears the peer, on a thread of gRPC. */
  private final class Answers extends ClientCall.Listener<Integer> {
    @Override
    public void onMessage(Integer noRoom) {
      answer = noRoom;
      LockSupport.unpark(sender);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end = status;
      LockSupport.unpark(sender);
    }
  }

  /** Whether nothing can be sent any more. */
  boolean hasEnded() {
    return end != null;
  }

  /**
   * Sends a batch, and waits until the peer has taken it.
   *
   * @return how many of its envelopes the peer had no room for
   * @throws InterruptedIOException if the thread was interrupted
   */
  int send(byte[] batch) throws IOException {
    sender = Thread.currentThread();
    answer = null;
    call.sendMessage(batch);
    call.request(1);
    while (true) {
      Integer noRoom = answer;
      if (noRoom != null) {
        return noRoom;
      }
      Status ended = end;
      if (ended != null) {
        throw failure(ended);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      LockSupport.park(this);
    }
  }

  private static IOException failure(Status status) {
    String reason = "answered %s: %s".formatted(status.getCode(), status.getDescription());
    return switch (status.getCode()) {
      case UNAUTHENTICATED, INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNIMPLEMENTED ->
          new PeerRefusedException(reason);
      default -> {
        Throwable cause = status.getCause();
        yield new ConnectException(cause == null ? reason : String.valueOf(cause.getMessage()));
      }
    };
  }

  /** Disconnects. A batch that is under way fails. */
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
