package tercet.gateway;

import io.helidon.http.ServerRequestHeaders;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Json;
import tercet.gateway.contract.Problem;

/** The administrative listener's requests: health, as Kubernetes probes it, and metrics. */
final class AdminEndpoint implements Endpoint {
  private static final HttpReply UP = health(200, "up");
  private static final HttpReply DOWN = health(503, "down");
  private static final HttpReply NOT_GET = Problem.METHOD_NOT_ALLOWED.reply().allowing("GET");

  private final BooleanSupplier ready;
  private final PrometheusMeterRegistry metrics;

  AdminEndpoint(BooleanSupplier ready, PrometheusMeterRegistry metrics) {
    this.ready = ready;
    this.metrics = metrics;
  }

  @Override
  public HttpReply answer(String method, String target, ServerRequestHeaders headers) {
    return switch (target) {
      case "/health/live" -> get(method, () -> UP);
      case "/health", "/health/ready" -> get(method, () -> ready.getAsBoolean() ? UP : DOWN);
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

  private static HttpReply health(int status, String text) {
    return HttpReply.of(
        status, HttpReply.Type.JSON, Json.object(json -> json.writeStringField("status", text)));
  }
}
