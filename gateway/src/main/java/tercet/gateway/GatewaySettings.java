package tercet.gateway;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.ReservationLimits;
import tercet.runtime.tls.TlsIdentity;

/**
 * How the gateway listens.
 *
 * @param host name or address on which the contract is served
 * @param port of it; 0 takes a free one
 * @param adminHost name or address on which health and metrics are served; keep it from the public
 * @param adminPort of it; 0 takes a free one
 * @param noopRoute whether to serve {@code POST /noop}, which does nothing, for measuring
 * @param origins of web pages that may call the shop, beside those of its own address
 * @param hosts more names in the header Host, beside addresses and names that no stranger can own
 * @param tls certificate of both ports, which may change; null for plain HTTP
 * @param reservations limits of reserved orders
 */
public record GatewaySettings(
    String host,
    int port,
    String adminHost,
    int adminPort,
    boolean noopRoute,
    Limits limits,
    Set<String> origins,
    Set<String> hosts,
    @Nullable TlsIdentity tls,
    ReservationLimits reservations) {
  private static final int PORT_MAX = 65_535;

  public GatewaySettings {
    checkPort(port);
    checkPort(adminPort);
    origins = Set.copyOf(origins);
    hosts = Set.copyOf(hosts);
    for (String origin : origins) {
      if (!isOrigin(origin)) {
        throw new IllegalArgumentException(
            "an origin is like https://shop.example, without a path, not " + origin);
      }
    }
  }

  /** Whether a text is an origin, such as {@code https://shop.example}. */
  public static boolean isOrigin(String text) {
    return AllowedOrigins.isOrigin(text);
  }

  /** Only pages of the shop's own address may call it. */
  public GatewaySettings(
      String host, int port, String adminHost, int adminPort, boolean noopRoute, Limits limits) {
    this(
        host,
        port,
        adminHost,
        adminPort,
        noopRoute,
        limits,
        Set.of(),
        Set.of(),
        null,
        ReservationLimits.DEFAULTS);
  }

  /**
   * The same with other origins.
   *
   * @throws IllegalArgumentException with a sentence if one is not an origin
   */
  public GatewaySettings withOrigins(Set<String> other) {
    return new GatewaySettings(
        host, port, adminHost, adminPort, noopRoute, limits, other, hosts, tls, reservations);
  }

  /** The same with other names in the header Host. */
  public GatewaySettings withHosts(Set<String> other) {
    return new GatewaySettings(
        host, port, adminHost, adminPort, noopRoute, limits, origins, other, tls, reservations);
  }

  /** The same with other limits. */
  GatewaySettings withLimits(Limits other) {
    return new GatewaySettings(
        host, port, adminHost, adminPort, noopRoute, other, origins, hosts, tls, reservations);
  }

  /** The same with TLS on both ports; without it for null. */
  public GatewaySettings withTls(@Nullable TlsIdentity other) {
    return new GatewaySettings(
        host, port, adminHost, adminPort, noopRoute, limits, origins, hosts, other, reservations);
  }

  /** The same with other limits of reserved orders. */
  public GatewaySettings withReservations(ReservationLimits other) {
    return new GatewaySettings(
        host, port, adminHost, adminPort, noopRoute, limits, origins, hosts, tls, other);
  }

  /** The scheme of addresses of both ports. */
  public String scheme() {
    return tls == null ? "http" : "https";
  }

  private static void checkPort(int port) {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /**
   * The limits of one client, or of all together.
   *
   * @param requestLineBytesMax of a request line, query included; longer ones are refused
   * @param headerBytesMax of all headers of a request; more are refused
   * @param bodyBytesMax of a request; no request needs a body, a small one is read and ignored, and
   *     a larger one is refused
   * @param connectionsMax open at once; more wait in the backlog. Half of the files that the
   *     process may open is never exceeded, because a listener that cannot accept is closed
   * @param connectionsPerAddress of those, from one address; 0 for no limit
   * @param backlog connections that wait to be accepted; the kernel may allow fewer
   * @param idleTimeout after which a connection that waits for its client is closed
   * @param requestWithin the time for a TLS handshake, and for a request from its first byte to its
   *     last; a client that is slower is cut off
   * @param answersWithin the time in which open requests are answered after a stop
   * @param lastRequest the time for which a stop awaits a request on a connection without one: a
   *     client that keeps connections, or has just made one, sends it before it notices
   */
  public record Limits(
      int requestLineBytesMax,
      int headerBytesMax,
      long bodyBytesMax,
      int connectionsMax,
      int connectionsPerAddress,
      int backlog,
      Duration idleTimeout,
      Duration requestWithin,
      Duration answersWithin,
      Duration lastRequest) {
    public Limits {
      if (requestLineBytesMax < 1
          || headerBytesMax < 1
          || bodyBytesMax < 0
          || connectionsMax < 1
          || connectionsPerAddress < 0
          || backlog < 1
          || !idleTimeout.isPositive()
          || !requestWithin.isPositive()
          || answersWithin.isNegative()
          || lastRequest.isNegative()) {
        throw new IllegalArgumentException("a limit must leave room for one request");
      }
    }

    /**
     * For production. The longest path that can name something has 3.3 kB: two ids of 128
     * characters of four bytes, each percent-encoded. An open connection takes about 30 kB of
     * memory. Behind a proxy all connections have one address, so that is not limited by default. A
     * burst of 1,000 clients must find room in the backlog. Proxies keep idle connections for a
     * minute or so, and must not be the second to close them. A request has some hundred bytes, and
     * comes within a second over a slow network. A checkout is answered within six seconds, unless
     * it has another deadline.
     */
    public static final Limits DEFAULTS =
        new Limits(
            8 * 1024,
            16 * 1024,
            64 * 1024,
            10_000,
            0,
            4_096,
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(6),
            Duration.ofMillis(500));

    /** The same with no more connections than that. */
    Limits withConnectionsAtMost(int max) {
      return new Limits(
          requestLineBytesMax,
          headerBytesMax,
          bodyBytesMax,
          Math.min(connectionsMax, max),
          connectionsPerAddress,
          backlog,
          idleTimeout,
          requestWithin,
          answersWithin,
          lastRequest);
    }

    /** The same with connections that are closed after so long without a request. */
    Limits withIdleAtMost(Duration max) {
      return new Limits(
          requestLineBytesMax,
          headerBytesMax,
          bodyBytesMax,
          connectionsMax,
          connectionsPerAddress,
          backlog,
          idleTimeout.compareTo(max) < 0 ? idleTimeout : max,
          requestWithin,
          answersWithin,
          lastRequest);
    }

    /** The same with another time for open requests at a stop. */
    public Limits withAnswersWithin(Duration other) {
      return new Limits(
          requestLineBytesMax,
          headerBytesMax,
          bodyBytesMax,
          connectionsMax,
          connectionsPerAddress,
          backlog,
          idleTimeout,
          requestWithin,
          other,
          other.compareTo(lastRequest) < 0 ? other : lastRequest);
    }

    /** The same with no more connections from one address; 0 for no limit. */
    public Limits withConnectionsPerAddress(int max) {
      return new Limits(
          requestLineBytesMax,
          headerBytesMax,
          bodyBytesMax,
          connectionsMax,
          max,
          backlog,
          idleTimeout,
          requestWithin,
          answersWithin,
          lastRequest);
    }

    /** The same with another time for one request to arrive. */
    Limits withRequestWithin(Duration other) {
      return new Limits(
          requestLineBytesMax,
          headerBytesMax,
          bodyBytesMax,
          connectionsMax,
          connectionsPerAddress,
          backlog,
          idleTimeout,
          other,
          answersWithin,
          lastRequest);
    }

    /** The same with another time for requests that are on their way at a stop. */
    Limits withLastRequest(Duration other) {
      return new Limits(
          requestLineBytesMax,
          headerBytesMax,
          bodyBytesMax,
          connectionsMax,
          connectionsPerAddress,
          backlog,
          idleTimeout,
          requestWithin,
          answersWithin,
          other);
    }
  }
}
