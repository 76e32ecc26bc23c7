package tercet.transport.grpc;

import io.grpc.Metadata;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerTrust;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.cluster.TimeLimit;
import tercet.runtime.cluster.Watchdog;
import tercet.runtime.tls.TlsIdentity;

/**
 * One connection with one call, over which batch after batch is sent. After a failure both are made
 * anew: a channel of gRPC would pause for seconds by itself, and {@link
 * tercet.runtime.cluster.PeerTransport} is the one that decides when to look for a peer again.
 */
final class GrpcConnection implements PeerWire.PeerConnection {
  private final NodeAddress peer;
  private final PeerTrust trust;
  private final Watchdog limits;
  private final TimeLimit limit;
  private volatile @Nullable BatchStream stream;
  private volatile boolean closed;

  /** With which the stream was opened. Of the thread that sends. */
  private @Nullable String sentSecret;

  /** The same; null without TLS. */
  private @Nullable SSLContext sentTls;

  GrpcConnection(NodeAddress peer, PeerTrust trust, Watchdog limits) {
    this.peer = peer;
    this.limits = limits;
    this.limit = limits.add();
    this.trust = trust;
  }

  @Override
  public int send(byte[] batch, Duration timeout) throws IOException {
    BatchStream current = stream();
    boolean done = false;
    limit.begin(timeout);
    try {
      if (closed) {
        throw new IOException("the link was closed");
      }
      int noRoom = current.send(batch);
      done = true;
      return noRoom;
    } catch (InterruptedIOException interrupted) {
      throw limit.end()
          ? new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms")
          : interrupted;
    } finally {
      boolean late = limit.end();
      if (!done || late || closed) {
        stream = null;
        current.close();
      }
    }
  }

  /** The open one; a new one if the peer has ended it, or secret or certificate are others now. */
  private BatchStream stream() {
    BatchStream open = stream;
    String now = trust.header();
    TlsIdentity identity = trust.tls();
    SSLContext tls = identity == null ? null : identity.context();
    boolean same = Objects.equals(now, sentSecret) && Objects.equals(tls, sentTls);
    if (open != null && (open.hasEnded() || !same)) {
      open.close();
      open = null;
    }
    if (open == null) {
      Metadata authorization = new Metadata();
      if (now != null) {
        authorization.put(GrpcWire.AUTHORIZATION, now);
      }
      sentSecret = now;
      sentTls = tls;
      open = BatchStream.open(peer, tls, authorization);
      stream = open;
    }
    return open;
  }

  @Override
  public void close() {
    closed = true;
    limits.remove(limit);
    BatchStream current = stream;
    if (current != null) {
      current.close();
    }
  }
}
