package tercet.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tercet.gateway.contract.Contract;
import tercet.runtime.observe.Observer;
import tercet.runtime.request.ShardClient;

/**
 * Serves the public contract on one port, and health and metrics on another. Stateless: any number
 * of gateways may serve the same shards.
 */
public final class Gateway {
  private static final Duration STOP_CHECK = Duration.ofMillis(2);

  private final EndpointRouting contract;
  private final Listener contractListener;
  private final Listener adminListener;
  private final Meters meters;

  private Gateway(
      EndpointRouting contract, Listener contractListener, Listener adminListener, Meters meters) {
    this.contract = contract;
    this.contractListener = contractListener;
    this.adminListener = adminListener;
    this.meters = meters;
  }

  /**
   * Opens both ports. Requests are served before this returns.
   *
   * @param requests which the contract is translated to
   * @param ready whether shards can be reached, for {@code /health/ready}; asked for every probe
   * @param engine what {@code /metrics} shows beside requests and the Java process
   * @param observer is told what was asked and answered
   * @throws PortUnavailableException neither port is open
   */
  public static Gateway start(
      GatewaySettings settings,
      ShardClient requests,
      BooleanSupplier ready,
      List<EngineMetric> engine,
      Observer observer)
      throws PortUnavailableException {
    Contract contract = new Contract(requests, settings.noopRoute(), observer);
    Meters meters = new Meters(engine);
    meters.show(requests);
    RequestMetrics metrics = new RequestMetrics(meters.registry(), contract.routes());
    EndpointRouting routing =
        new EndpointRouting(
            new ContractEndpoint(contract, metrics), new AllowedOrigins(settings.origins()));
    meters.gauge("http.requests.open", "Requests read and not yet answered.", routing::open);
    BooleanSupplier serving = () -> !routing.isRefusing() && ready.getAsBoolean();
    try {
      Listener contractListener =
          Listener.open(
              new Listener.Address(settings.host(), settings.port(), "--port"),
              settings.limits().withConnectionsAtMost(meters.filesMax() / 2),
              routing,
              ConnectionErrors.handlers(metrics));
      Listener adminListener = openAdmin(settings, serving, meters, metrics, contractListener);
      return new Gateway(routing, contractListener, adminListener, meters);
    } catch (PortUnavailableException unavailable) {
      meters.close();
      throw unavailable;
    }
  }

  private static Listener openAdmin(
      GatewaySettings settings,
      BooleanSupplier ready,
      Meters meters,
      RequestMetrics metrics,
      Listener contractListener)
      throws PortUnavailableException {
    try {
      return AdminServer.listener(settings, ready, meters, metrics);
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
   * Closes both ports. Open requests may finish; later ones on open connections are refused with
   * 503. Until the last open request has finished, or the time is up, {@code /health/ready} says
   * that the gateway is not ready.
   *
   * @param limit after which open requests are cut off, their outcome unknown to their clients
   */
  public void stop(Duration limit) {
    contract.refuse();
    long end = System.nanoTime() + limit.toNanos();
    while (contract.open() > 0
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(STOP_CHECK.toNanos());
    }
    contractListener.close();
    adminListener.close();
    meters.close();
  }
}
