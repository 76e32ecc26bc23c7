package tercet.transport.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientConfig;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.http1.Http1ClientResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerRefusedException;
import tercet.runtime.cluster.PeerTrust;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.cluster.TimeLimit;
import tercet.runtime.cluster.Watchdog;
import tercet.runtime.tls.TlsIdentity;
import tercet.runtime.tls.TlsSockets;

/** One connection, over which batch after batch is sent. */
final class HttpConnection implements PeerWire.PeerConnection {
  private static final Header BINARY =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/octet-stream");

  private final NodeAddress peer;
  private final PeerTrust trust;
  private final Watchdog limits;
  private final TimeLimit limit;
  private volatile @Nullable Http1Client client;
  private volatile boolean closed;

  /** Of the thread that sends; null if batches need none. */
  private @Nullable Header authorization;

  /** With which the client was opened; null without TLS. Of the thread that sends. */
  private @Nullable SSLContext sentTls;

  HttpConnection(NodeAddress peer, PeerTrust trust, Watchdog limits) {
    this.peer = peer;
    this.limits = limits;
    this.limit = limits.add();
    this.trust = trust;
  }

  @Override
  public int send(byte[] batch, Duration timeout) throws IOException {
    boolean done = false;
    limit.begin(timeout);
    try {
      int noRoom = post(batch, timeout);
      done = true;
      return noRoom;
    } catch (RuntimeException failed) { // Helidon tells so of connections that break
      throw limit.end()
          ? new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms")
          : new ConnectException(message(failed));
    } finally {
      boolean late = limit.end();
      if (!done || late || closed) {
        disconnect();
      }
    }
  }

  private int post(byte[] batch, Duration timeout) throws IOException {
    if (closed) {
      throw new IOException("the link was closed");
    }
    TlsIdentity identity = trust.tls();
    if (identity != null && !identity.context().equals(sentTls)) {
      disconnect(); // its certificate is another by now
      sentTls = identity.context();
    }
    Http1Client connected = client;
    Http1Client current = connected == null ? open(timeout, identity) : connected;
    client = current;
    Http1ClientRequest request = current.post(HttpWire.PATH).header(BINARY);
    Header known = authorization();
    if (known != null) {
      request.header(known);
    }
    try (Http1ClientResponse response = request.submit(batch)) {
      return noRoom(response);
    }
  }

  private @Nullable Header authorization() {
    String value = trust.header();
    Header made = authorization;
    if (value != null && (made == null || !made.get().equals(value))) {
      made = HeaderValues.createCached(HeaderNames.AUTHORIZATION, value);
      authorization = made;
    }
    return made;
  }

  private static int noRoom(Http1ClientResponse response) throws IOException {
    int status = response.status().code();
    if (status == Status.NO_CONTENT_204.code()) {
      String count = response.headers().first(HttpWire.NO_ROOM).orElse("0");
      try {
        return Integer.parseUnsignedInt(count);
      } catch (NumberFormatException wrong) {
        throw new IOException("this is no count: " + count, wrong);
      }
    }
    String reason = "answered %d: %s".formatted(status, response.as(String.class));
    if (status >= 400 && status < 500) {
      throw new PeerRefusedException(reason);
    }
    throw new IOException(reason);
  }

  private Http1Client open(Duration timeout, @Nullable TlsIdentity identity) {
    Http1ClientConfig.Builder builder =
        Http1Client.builder().baseUri((identity == null ? "http://" : "https://") + peer);
    if (identity != null) {
      SSLContext context = TlsSockets.client(identity, peer.host(), peer.port());
      builder.tls(Tls.builder().sslContext(context).build());
    }
    return builder
        .connectTimeout(timeout)
        .readTimeout(Duration.ZERO) // the limit is for all of it
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(timeout)
                .readTimeout(Duration.ZERO)
                .tcpNoDelay(true)
                .build())
        .shareConnectionCache(false)
        .connectionCacheSize(1)
        .proxy(Proxy.noProxy())
        .followRedirects(false)
        .sendExpectContinue(false)
        .servicesDiscoverServices(false)
        .build();
  }

  private static String message(Throwable failed) {
    Throwable cause = failed;
    for (Throwable next = cause.getCause(); next != null; next = cause.getCause()) {
      cause = next;
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  @Override
  public void close() {
    closed = true;
    limit.interrupt();
    limits.remove(limit);
    disconnect();
  }

  private void disconnect() {
    Http1Client connected = client;
    client = null;
    if (connected != null) {
      connected.closeResource();
    }
  }
}
