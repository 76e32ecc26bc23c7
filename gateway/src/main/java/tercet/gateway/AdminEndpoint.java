package tercet.gateway;

import io.helidon.http.ServerRequestHeaders;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;

/** The administrative listener's requests: health, as Kubernetes probes it, and metrics. */
final class AdminEndpoint implements Endpoint {
  private static final HttpReply ALIVE = NodeHealth.of(NodeHealth.Phase.UP).reply();
  private static final HttpReply NOT_GET = Problem.METHOD_NOT_ALLOWED.reply().allowing("GET");

  private final Supplier<NodeHealth> health;
  private final PrometheusMeterRegistry metrics;

  AdminEndpoint(Supplier<NodeHealth> health, PrometheusMeterRegistry metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  @Override
  public HttpReply answer(String method, String target, ServerRequestHeaders headers) {
    return switch (target) {
      case "/health/live" -> get(method, () -> ALIVE);
      case "/health", "/health/ready" -> get(method, () -> health.get().reply());
      case "/metrics" -> get(method, this::metrics);
      default -> Problem.UNKNOWN_ADMIN_ROUTE.reply();
    };
  }

  private static HttpReply get(String method, Supplier<HttpReply> reply) {
    return method.equals("GET") ? reply.get() : NOT_GET;
  }

  private HttpReply metrics() {
    byte[] text = metrics.scrape().getBytes(StandardCharsets.UTF_8);
    return HttpReply.of(200, HttpReply.Type.METRICS, text);
  }
}
