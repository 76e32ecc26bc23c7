package tercet.gateway;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import tercet.gateway.operate.OperatorApi;

/** Serves health and metrics of a process, also of one without a gateway. */
public final class AdminServer {
  /** Many more than probes and scrapers need: silent connections must not keep them out. */
  private static final int CONNECTIONS_MAX = 1_000;

  /** Scrapers come every 15 s or so, or connect again. */
  private static final Duration IDLE_MAX = Duration.ofSeconds(20);

  /** A probe or a scrape that is under way when the port closes may end. */
  private static final Duration ANSWER_MAX = Duration.ofMillis(100);

  private final Listener listener;
  private final Meters meters;
  private final RegistryFigures figures;

  private AdminServer(Listener listener, Meters meters, RegistryFigures figures) {
    this.listener = listener;
    this.meters = meters;
    this.figures = figures;
  }

  /**
   * Opens the administrative port, and no other.
   *
   * @param access operators may call it; its tokens may change
   * @param health for {@code /health/ready}; asked for every probe
   * @param engine what {@code /metrics} shows beside the Java process
   * @param operator the routes for operators
   * @throws PortUnavailableException it is not open
   */
  public static AdminServer start(
      GatewaySettings settings,
      Access access,
      Supplier<NodeHealth> health,
      List<EngineMetric> engine,
      OperatorApi operator)
      throws PortUnavailableException {
    Meters meters = new Meters(engine);
    RequestMetrics metrics = new RequestMetrics(meters.registry(), List.of());
    try {
      Listener listener = listener(settings, access, health, meters, metrics, operator);
      return new AdminServer(
          listener, meters, figures(settings, listener, health, meters, operator));
    } catch (PortUnavailableException unavailable) {
      meters.close();
      throw unavailable;
    }
  }

  static Listener listener(
      GatewaySettings settings,
      Access access,
      Supplier<NodeHealth> health,
      Meters meters,
      RequestMetrics metrics,
      OperatorApi operator)
      throws PortUnavailableException {
    return Listener.open(
        new Listener.Address(settings.adminHost(), settings.adminPort(), "--admin-port"),
        settings
            .limits()
            .withConnectionsAtMost(CONNECTIONS_MAX)
            .withIdleAtMost(IDLE_MAX)
            .withAnswersWithin(ANSWER_MAX),
        settings.tls(),
        new EndpointRouting(
            new LiveEndpoint(
                new OperatorEndpoint(
                    new AdminEndpoint(health, meters.registry(), operator), access)),
            new AllowedOrigins(settings.origins(), settings.hosts(), access)),
        ConnectionErrors.handlers(metrics));
  }

  /** Shows the figures of this process to operators, until they are closed. */
  static RegistryFigures figures(
      GatewaySettings settings,
      Listener listener,
      Supplier<NodeHealth> health,
      Meters meters,
      OperatorApi operator) {
    RegistryFigures figures =
        new RegistryFigures(meters.registry(), health, address(settings, listener.port()));
    operator.show(figures);
    return figures;
  }

  /** A page of another node links to it. An address of all interfaces leads nowhere. */
  private static String address(GatewaySettings settings, int port) {
    String host = settings.adminHost();
    boolean all = host.equals("0.0.0.0") || host.equals("::") || host.isEmpty();
    String name = host.contains(":") ? "[" + host + "]" : host;
    return all ? "" : settings.scheme() + "://" + name + ":" + port;
  }

  /** On which health and metrics are served. */
  public int port() {
    return listener.port();
  }

  /** Closes the port. */
  public void stop() {
    listener.close();
    figures.close();
    meters.close();
  }
}
