package tercet.server.wiring;

import java.lang.System.Logger.Level;
import java.util.List;
import tercet.gateway.Access;
import tercet.gateway.AdminServer;
import tercet.gateway.EngineMetric;
import tercet.gateway.Gateway;
import tercet.gateway.GatewaySettings;
import tercet.gateway.PortUnavailableException;
import tercet.gateway.operate.OperatorApi;
import tercet.runtime.observe.Observer;
import tercet.runtime.request.ShardClient;

/** The ports of a process: for probes and scrapers, and for clients if it is a gateway. */
sealed interface OpenPorts {
  /** Serves clients. */
  record Public(Gateway gateway) implements OpenPorts {}

  /** Serves probes and scrapers only. */
  record AdminOnly(AdminServer server) implements OpenPorts {}

  /**
   * Opens them, and logs where they are.
   *
   * @param access says who may call
   * @param requests of clients, if the node is a gateway
   * @param operators answers those who operate the shop
   * @throws PortUnavailableException none is open
   */
  static OpenPorts open(
      GatewaySettings settings,
      Access access,
      NodeContext context,
      ShardClient requests,
      Readiness readiness,
      List<EngineMetric> metrics,
      Observer observer,
      OperatorApi operators)
      throws PortUnavailableException {
    System.Logger log = System.getLogger(Shop.class.getName());
    String process = Long.toString(ProcessHandle.current().pid());
    if (!context.gateway()) {
      AdminServer started = AdminServer.start(settings, access, readiness, metrics, operators);
      log.log(
          Level.INFO,
          "Node {0} serves {1} shards, health and metrics at {2}. Its process is {3}.",
          context.name(),
          context.served().size(),
          url(settings, settings.adminHost(), started.port()),
          process);
      return new AdminOnly(started);
    }
    Gateway started =
        Gateway.start(settings, access, requests, readiness, metrics, observer, operators);
    log.log(
        Level.INFO,
        "The shop is open at {0}, health and metrics at {1}. Its process is {2}.",
        url(settings, settings.host(), started.port()),
        url(settings, settings.adminHost(), started.adminPort()),
        process);
    return new Public(started);
  }

  private static String url(GatewaySettings settings, String host, int port) {
    return settings.scheme() + "://" + host + ":" + port;
  }

  /** Finishes the requests that are under way, and closes all ports. */
  default void close() {
    switch (this) {
      case Public clients -> clients.gateway().stop();
      case AdminOnly admin -> admin.server().stop();
    }
  }
}
