package tercet.gateway;

import com.sun.management.UnixOperatingSystemMXBean;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;

/** One open port. */
final class Listener {
  private static final Duration IDLE_CHECK_MIN = Duration.ofMillis(50);

  /** Requests that are still open when a listener stops have had their time already. */
  private static final Duration GRACE = Duration.ofMillis(100);

  private final WebServer server;

  private Listener(WebServer server) {
    this.server = server;
  }

  /**
   * Opens a port.
   *
   * @param host name or address to listen on
   * @param port 0 takes a free one
   * @param option of the command line that chooses the port, for the error message
   */
  static Listener open(
      String host,
      int port,
      String option,
      GatewaySettings.Limits limits,
      EndpointRouting routing,
      DirectHandlers errors)
      throws PortUnavailableException {
    probe(host, port, option);
    WebServer server =
        WebServer.builder()
            .host(host)
            .port(port)
            .backlog(limits.backlog())
            .shutdownHook(false)
            .shutdownGracePeriod(GRACE)
            .protocolsDiscoverServices(false)
            .featuresDiscoverServices(false)
            .addConnectionSelector(new ConnectionSelector(http(limits), routing))
            .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
            .maxTcpConnections(connectionsMax(limits))
            .maxPayloadSize(limits.bodyBytesMax())
            .idleConnectionTimeout(limits.idleTimeout())
            .idleConnectionPeriod(idleCheck(limits.idleTimeout()))
            .directHandlers(errors)
            .build()
            .start();
    if (!server.isRunning()) {
      // Helidon only logs why; the likeliest is that somebody took the port after the probe.
      throw unavailable(host, port, option, new BindException("see the log"));
    }
    return new Listener(server);
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
        // Whoever asks before sending a body may send it: it is read in any case, so that it is
        // never taken for the next request.
        .continueImmediately(true)
        .log(log -> log.sendLog(false).receiveLog(false))
        .build();
  }

  /** Half of the files that the process may open: a listener out of them would close for good. */
  private static int connectionsMax(GatewaySettings.Limits limits) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (int) Math.min(limits.connectionsMax(), unix.getMaxFileDescriptorCount() / 2)
        : limits.connectionsMax();
  }

  private static Duration idleCheck(Duration timeout) {
    Duration quarter = timeout.dividedBy(4);
    return quarter.compareTo(IDLE_CHECK_MIN) < 0 ? IDLE_CHECK_MIN : quarter;
  }

  /** Opens and closes the port, because Helidon does not say why it could not. */
  private static void probe(String host, int port, String option) throws PortUnavailableException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw unavailable(host, port, option, new UnknownHostException(host));
    }
    try (ServerSocketChannel probe = ServerSocketChannel.open()) {
      probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      probe.bind(address);
    } catch (IOException refused) {
      throw unavailable(host, port, option, refused);
    }
  }

  private static PortUnavailableException unavailable(
      String host, int port, String option, IOException cause) {
    String sentence =
        "Port %d of %s cannot be opened (%s). Choose another one with %s, or stop what uses it."
            .formatted(port, host, cause.getMessage(), option);
    return new PortUnavailableException(sentence, cause);
  }

  int port() {
    return server.port();
  }

  /** Closes the port and all its connections. */
  void close() {
    server.stop();
  }
}
