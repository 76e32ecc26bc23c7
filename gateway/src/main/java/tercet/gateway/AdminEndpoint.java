package tercet.gateway;

import io.helidon.http.ServerRequestHeaders;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tercet.gateway.contract.Json;
import tercet.gateway.contract.Problem;
import tercet.gateway.contract.Reply;

/** The administrative listener's requests: health, as Kubernetes probes it, and metrics. */
final class AdminEndpoint implements Endpoint {
  private static final Reply UP = health(200, "up");
  private static final Reply DOWN = health(503, "down");
  private static final Reply NOT_GET = Problem.METHOD_NOT_ALLOWED.reply().allowing("GET");

  private final BooleanSupplier ready;
  private final PrometheusMeterRegistry metrics;

  AdminEndpoint(BooleanSupplier ready, PrometheusMeterRegistry metrics) {
    this.ready = ready;
    this.metrics = metrics;
  }

  @Override
  public Reply answer(String method, String target, ServerRequestHeaders headers) {
    return switch (target) {
      case "/health/live" -> get(method, () -> UP);
      case "/health", "/health/ready" -> get(method, () -> ready.getAsBoolean() ? UP : DOWN);
      case "/metrics" -> get(method, this::metrics);
      default -> Problem.UNKNOWN_ADMIN_ROUTE.reply();
    };
  }

  private static Reply get(String method, Supplier<Reply> reply) {
    return method.equals("GET") ? reply.get() : NOT_GET;
  }

  private Reply metrics() {
    byte[] text = metrics.scrape().getBytes(StandardCharsets.UTF_8);
    return Reply.of(200, Reply.Type.METRICS, text);
  }

  private static Reply health(int status, String text) {
    return Reply.of(
        status, Reply.Type.JSON, Json.object(json -> json.writeStringField("status", text)));
  }
}
