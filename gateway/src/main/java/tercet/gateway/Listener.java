package tercet.gateway;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tercet.runtime.tls.Handshakes;
import tercet.runtime.tls.TlsIdentity;
import tercet.runtime.tls.TlsSockets;

/** One open port. */
final class Listener {
  private static final Duration IDLE_CHECK_MIN = Duration.ofMillis(50);

  private final WebServer server;
  private final ConnectionSelector connections;
  private final Handshakes handshakes;

  private Listener(WebServer server, ConnectionSelector connections, Handshakes handshakes) {
    this.server = server;
    this.connections = connections;
    this.handshakes = handshakes;
  }

  /**
   * Where to listen.
   *
   * @param host name or address
   * @param port 0 takes a free one
   * @param option of the command line that chooses the port
   */
  record Address(String host, int port, String option) {
    PortUnavailableException unavailable(IOException cause) {
      String sentence =
          "Port %d of %s cannot be opened (%s). Choose another with %s, or stop the process there."
              .formatted(port, host, cause.getMessage(), option);
      return new PortUnavailableException(sentence, cause);
    }
  }

  /**
   * Opens a port.
   *
   * @param identity for TLS; null for plain HTTP
   * @param routing that every request goes to
   * @param errors the answer to requests that cannot be read
   */
  static Listener open(
      Address address,
      GatewaySettings.Limits limits,
      @Nullable TlsIdentity identity,
      HttpRouting routing,
      DirectHandlers errors)
      throws PortUnavailableException {
    probe(address);
    ConnectionSelector connections = new ConnectionSelector(http(limits), routing, limits);
    Handshakes handshakes = new Handshakes(limits.requestWithin());
    WebServerConfig.Builder builder =
        WebServer.builder()
            .host(address.host())
            .port(address.port())
            .backlog(limits.backlog())
            .shutdownHook(false)
            .shutdownGracePeriod(limits.answersWithin())
            .protocolsDiscoverServices(false)
            .featuresDiscoverServices(false)
            .addConnectionSelector(connections)
            .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
            .maxTcpConnections(limits.connectionsMax())
            .maxPayloadSize(limits.bodyBytesMax())
            .idleConnectionTimeout(limits.idleTimeout())
            .idleConnectionPeriod(idleCheck(limits))
            .directHandlers(errors);
    if (identity != null) {
      SSLContext context = TlsSockets.server(identity, ConnectionErrors.tlsNeeded(), handshakes);
      builder
          .useNio(false) // TLS is put over sockets, and no name of a client is looked up
          .tls(Tls.builder().sslContext(context).build());
    }
    WebServer server = builder.build().start();
    if (!server.isRunning()) {
      // Helidon only logs why; most likely another process took the port after the probe.
      throw address.unavailable(new BindException("see the log"));
    }
    return new Listener(server, connections, handshakes);
  }

  private static Http1Config http(GatewaySettings.Limits limits) {
    return Http1Config.builder()
        .maxPrologueLength(limits.requestLineBytesMax())
        .maxHeadersSize(limits.headerBytesMax())
        // The endpoint checks the path itself, and ignores the query.
        .validatePath(false)
        .validatePrologue(false)
        .validateRequestHeaders(true)
        .validateResponseHeaders(false)
        .sendKeepAliveHeader(false)
        // A client that asks before it sends a body may send it: the body is read in any case, so
        // that it is never taken for the next request.
        .continueImmediately(true)
        .log(log -> log.sendLog(false).receiveLog(false))
        .build();
  }

  private static Duration idleCheck(GatewaySettings.Limits limits) {
    Duration request = limits.requestWithin();
    Duration idle = limits.idleTimeout();
    Duration quarter = (request.compareTo(idle) < 0 ? request : idle).dividedBy(4);
    return quarter.compareTo(IDLE_CHECK_MIN) < 0 ? IDLE_CHECK_MIN : quarter;
  }

  /** Opens and closes the port, because Helidon does not say why it could not. */
  private static void probe(Address address) throws PortUnavailableException {
    InetSocketAddress socketAddress = new InetSocketAddress(address.host(), address.port());
    if (socketAddress.isUnresolved()) {
      throw address.unavailable(new UnknownHostException("unknown host"));
    }
    try (ServerSocketChannel probe = ServerSocketChannel.open()) {
      probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      probe.bind(socketAddress);
    } catch (IOException refused) {
      throw address.unavailable(refused);
    }
  }

  int port() {
    return server.port();
  }

  /**
   * Closes the port at once, and each of its connections after its present request, or when the
   * time for that is over. Returns when all are closed.
   */
  void close() {
    connections.stop();
    handshakes.close();
    server.stop();
  }
}
