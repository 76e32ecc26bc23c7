package tercet.transport.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerRefusedException;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.cluster.TimeLimit;
import tercet.runtime.cluster.Watchdog;

/** One connection, over which batch after batch is sent. */
final class HttpConnection implements PeerWire.PeerConnection {
  private static final Header BINARY =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/octet-stream");

  private final NodeAddress peer;
  private final ClusterSecret secret;
  private final Watchdog limits;
  private final TimeLimit limit;
  private volatile @Nullable Http1Client client;
  private volatile boolean closed;

  /** Of the thread that sends. */
  private Header authorization;

  HttpConnection(NodeAddress peer, ClusterSecret secret, Watchdog limits) {
    this.peer = peer;
    this.limits = limits;
    this.limit = limits.add();
    this.secret = secret;
    this.authorization = header(secret.header());
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
    Http1Client connected = client;
    Http1Client current = connected == null ? open(timeout) : connected;
    client = current;
    try (Http1ClientResponse response =
        current.post(HttpWire.PATH).header(authorization()).header(BINARY).submit(batch)) {
      return noRoom(response);
    }
  }

  private Header authorization() {
    String value = secret.header();
    if (!authorization.get().equals(value)) {
      authorization = header(value);
    }
    return authorization;
  }

  private static Header header(String value) {
    return HeaderValues.createCached(HeaderNames.AUTHORIZATION, value);
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

  private Http1Client open(Duration timeout) {
    return Http1Client.builder()
        .baseUri("http://" + peer)
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
