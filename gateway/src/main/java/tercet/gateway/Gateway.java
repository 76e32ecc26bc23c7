package tercet.gateway;

import java.util.List;
import java.util.function.Supplier;
import tercet.gateway.contract.Contract;
import tercet.gateway.operate.OperatorApi;
import tercet.runtime.observe.Observer;
import tercet.runtime.request.ShardClient;

/**
 * Serves the public contract on one port, and health and metrics on another. Stateless: any number
 * of gateways may serve the same shards.
 */
public final class Gateway {
  private final EndpointRouting contract;
  private final Listener contractListener;
  private final Listener adminListener;
  private final Meters meters;
  private final RegistryFigures figures;

  private Gateway(
      EndpointRouting contract,
      Listener contractListener,
      Listener adminListener,
      Meters meters,
      RegistryFigures figures) {
    this.contract = contract;
    this.contractListener = contractListener;
    this.adminListener = adminListener;
    this.meters = meters;
    this.figures = figures;
  }

  /**
   * Opens both ports. Requests are served before this returns.
   *
   * @param access says who may call; its tokens may change
   * @param requests which the contract is translated to
   * @param health for {@code /health/ready}; asked for every probe
   * @param engine what {@code /metrics} shows beside requests and the Java process
   * @param observer is told what was asked and answered
   * @param operator the routes for operators on the administrative port
   * @throws PortUnavailableException neither port is open
   */
  public static Gateway start(
      GatewaySettings settings,
      Access access,
      ShardClient requests,
      Supplier<NodeHealth> health,
      List<EngineMetric> engine,
      Observer observer,
      OperatorApi operator)
      throws PortUnavailableException {
    Contract contract =
        new Contract(requests, settings.noopRoute(), settings.reservations(), observer);
    Meters meters = new Meters(engine);
    meters.show(requests);
    RequestMetrics metrics = new RequestMetrics(meters.registry(), contract.routes());
    EndpointRouting routing =
        new EndpointRouting(
            new ContractEndpoint(contract, metrics, access),
            new AllowedOrigins(settings.origins(), settings.hosts(), access));
    meters.gauge("http.requests.open", "Requests read and not yet answered.", routing::open);
    Supplier<NodeHealth> shown =
        () -> routing.isDraining() ? NodeHealth.of(NodeHealth.Phase.STOPPING) : health.get();
    try {
      Listener contractListener =
          Listener.open(
              new Listener.Address(settings.host(), settings.port(), "--port"),
              settings.limits().withConnectionsAtMost(meters.filesMax() / 2),
              settings.tls(),
              routing,
              ConnectionErrors.handlers(metrics));
      Listener adminListener =
          openAdmin(settings, access, shown, meters, metrics, operator, contractListener);
      return new Gateway(
          routing,
          contractListener,
          adminListener,
          meters,
          AdminServer.figures(settings, adminListener, shown, meters, operator));
    } catch (PortUnavailableException unavailable) {
      meters.close();
      throw unavailable;
    }
  }

  private static Listener openAdmin(
      GatewaySettings settings,
      Access access,
      Supplier<NodeHealth> health,
      Meters meters,
      RequestMetrics metrics,
      OperatorApi operator,
      Listener contractListener)
      throws PortUnavailableException {
    try {
      return AdminServer.listener(settings, access, health, meters, metrics, operator);
    } catch (PortUnavailableException unavailable) {
      contractListener.close();
      throw unavailable;
    }
  }

  /** On which the contract is served. */
  public int port() {
    return contractListener.port();
  }

  /** On which health and metrics are served. */
  public int adminPort() {
    return adminListener.port();
  }

  /**
   * From now on {@code /health/ready} says that the gateway is stopping, so that load balancers
   * send their requests elsewhere. Requests that come nevertheless are served; each answer closes
   * its connection.
   */
  public void drain() {
    contract.drain();
  }

  /**
   * Drains, and closes both ports: the public one at once for new connections. Requests that are
   * under way may finish within the time of {@link GatewaySettings.Limits#answersWithin}; later
   * they are cut off, their outcome unknown to their clients. The administrative port closes last.
   */
  public void stop() {
    contract.drain();
    contractListener.close();
    adminListener.close();
    figures.close();
    meters.close();
  }
}
