package tercet.gateway;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;
import tercet.gateway.operate.OperatorApi;

/** The administrative listener's requests: health, as Kubernetes probes it, metrics, operators. */
final class AdminEndpoint implements Endpoint {
  private static final HttpReply ALIVE = NodeHealth.of(NodeHealth.Phase.UP).reply();
  private static final HttpReply NOT_GET = Problem.METHOD_NOT_ALLOWED.reply().allowing("GET, HEAD");

  private static final HeaderName OPERATOR = HeaderNames.create("Tercet-Operator");
  private static final HeaderName REASON = HeaderNames.create("Tercet-Reason");

  private final Supplier<NodeHealth> health;
  private final PrometheusMeterRegistry metrics;
  private final OperatorApi operator;

  AdminEndpoint(
      Supplier<NodeHealth> health, PrometheusMeterRegistry metrics, OperatorApi operator) {
    this.health = health;
    this.metrics = metrics;
    this.operator = operator;
  }

  @Override
  public HttpReply answer(
      String method, String target, String query, ServerRequestHeaders headers) {
    if (!target.startsWith("/")) {
      return Problem.BAD_PATH.reply();
    }
    return switch (target) {
      case "/health/live" -> get(method, () -> ALIVE);
      case "/health", "/health/ready" -> get(method, () -> health.get().reply());
      case "/metrics" -> get(method, this::metrics);
      default ->
          operator.answer(
              new OperatorApi.Call(
                  method, target, query, single(headers, OPERATOR), single(headers, REASON)));
    };
  }

  private static @Nullable String single(ServerRequestHeaders headers, HeaderName name) {
    return headers.contains(name) && headers.get(name).valueCount() == 1
        ? headers.get(name).get()
        : null;
  }

  private static HttpReply get(String method, Supplier<HttpReply> reply) {
    return method.equals("GET") ? reply.get() : NOT_GET;
  }

  private HttpReply metrics() {
    byte[] text = metrics.scrape().getBytes(StandardCharsets.UTF_8);
    return HttpReply.of(200, HttpReply.Type.METRICS, text);
  }
}
