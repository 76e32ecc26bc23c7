package tercet.transport.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.tls.Handshakes;
import tercet.runtime.tls.TlsIdentity;
import tercet.runtime.tls.TlsSockets;

/** An open port that takes batches. */
final class HttpListener implements PeerWire.PeerListener {
  static final String TOO_LARGE =
      "A batch has at most " + EnvelopeBatch.BYTES_MAX + " bytes; send more of them.";

  static final String NOTHING_ELSE =
      "Nodes speak with each other here: POST " + HttpWire.PATH + ", and nothing else.";

  /** One for each peer, and as many again that are about to be closed. */
  private static final int CONNECTIONS_MAX = 2_000;

  private static final Duration GRACE = Duration.ofMillis(100);

  /** A slow network takes a second; a stranger that connects and says nothing, for ever. */
  private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);

  private static final byte[] TLS_ONLY =
      """
      HTTP/1.1 400 Bad Request\r
      Content-Type: text/plain\r
      Connection: close\r
      \r
      Nodes of this cluster speak TLS (--node-tls-certificate-file).
      """
          .getBytes(StandardCharsets.US_ASCII);

  private final WebServer server;
  private final Handshakes handshakes;

  private HttpListener(WebServer server, Handshakes handshakes) {
    this.server = server;
    this.handshakes = handshakes;
  }

  static HttpListener open(NodeAddress at, BatchHandler handler, @Nullable TlsIdentity identity)
      throws IOException {
    probe(at);
    Handshakes handshakes = new Handshakes(HANDSHAKE_MAX);
    WebServerConfig.Builder builder =
        WebServer.builder()
            .host(at.host())
            .port(at.port())
            .shutdownHook(false)
            .shutdownGracePeriod(GRACE)
            .protocolsDiscoverServices(false)
            .featuresDiscoverServices(false)
            .addConnectionSelector(Http1ConnectionSelector.builder().config(http()).build())
            .connectionOptions(
                SocketOptions.builder().tcpNoDelay(true).readTimeout(HttpWire.SILENCE_MAX).build())
            .maxTcpConnections(CONNECTIONS_MAX)
            .maxPayloadSize(EnvelopeBatch.BYTES_MAX)
            .directHandlers(errors())
            .addRouting(
                HttpRouting.builder()
                    .post(HttpWire.PATH, handler)
                    .any((request, response) -> {
                      throw BatchHandler.refuse(
                          request, response, Status.NOT_FOUND_404, NOTHING_ELSE);
                    }));
    if (identity != null) {
      builder
          .useNio(false) // so that TLS is put over sockets
          .tls(Tls.builder().sslContext(TlsSockets.server(identity, TLS_ONLY, handshakes)).build());
    }
    WebServer server = builder.build().start();
    if (!server.isRunning()) {
      // Helidon only logs why; most likely another process took the port after the probe.
      throw unavailable(at, new BindException("see the log"));
    }
    return new HttpListener(server, handshakes);
  }

  private static Http1Config http() {
    return Http1Config.builder()
        .sendKeepAliveHeader(false)
        .log(log -> log.sendLog(false).receiveLog(false))
        .build();
  }

  /** The answer to requests that never reach the handler. */
  private static DirectHandlers errors() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, HttpListener::error);
    }
    return handlers.build();
  }

  private static DirectHandler.TransportResponse error(
      DirectHandler.TransportRequest request,
      DirectHandler.EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    String why =
        status.code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code() ? TOO_LARGE : NOTHING_ELSE;
    return DirectHandler.TransportResponse.builder()
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, HeaderValues.CONTENT_TYPE_TEXT_PLAIN.get())
        .entity(why.getBytes(StandardCharsets.UTF_8))
        .keepAlive(false)
        .build();
  }

  /** Opens and closes the port, because Helidon does not say why it could not. */
  private static void probe(NodeAddress at) throws IOException {
    InetSocketAddress address = new InetSocketAddress(at.host(), at.port());
    if (address.isUnresolved()) {
      throw unavailable(at, new UnknownHostException("unknown host"));
    }
    try (ServerSocketChannel probe = ServerSocketChannel.open()) {
      probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      probe.bind(address);
    } catch (IOException refused) {
      throw unavailable(at, refused);
    }
  }

  private static IOException unavailable(NodeAddress at, IOException cause) {
    return new IOException(
        "The port for other nodes, %s, cannot be opened (%s). Give the node another address, or "
                .formatted(at, cause.getMessage())
            + "stop what uses it.",
        cause);
  }

  @Override
  public void close() {
    handshakes.close();
    server.stop();
  }
}
