package tercet.gateway;

import io.helidon.common.Builder;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/** Makes every connection of a listener one of HTTP/1.1, until the listener stops. */
final class ConnectionSelector implements ServerConnectionSelector {
  private final ServerConnectionSelector http;

  private final Router router;

  private final GatewaySettings.Limits limits;

  private final AddressLimit addresses;

  private volatile boolean stopping;

  /**
   * @param routing that all requests go to. Helidon would put its own beside it, and take either
   */
  ConnectionSelector(Http1Config settings, HttpRouting routing, GatewaySettings.Limits limits) {
    this.limits = limits;
    this.addresses = new AddressLimit(limits.connectionsPerAddress());
    this.http = Http1ConnectionSelector.builder().config(settings).build();
    this.router = Router.builder().addRouting(new Given(routing)).build();
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return new Connection(context, http, router, limits, addresses, () -> stopping);
  }

  /**
   * From now on each new connection closes after its first request. Helidon tells those that it
   * knows to close, and would await one that comes in the same moment until the grace period ends.
   */
  void stop() {
    stopping = true;
  }

  /** The form in which Helidon wants to be given a routing. */
  private record Given(HttpRouting routing) implements Builder<Given, HttpRouting> {
    @Override
    public HttpRouting build() {
      return routing;
    }
  }
}
