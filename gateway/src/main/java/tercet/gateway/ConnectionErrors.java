package tercet.gateway;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;

/**
 * Response to a request that could not be parsed. Always 400, in place of Helidon's own status: no
 * request that reached an {@link Endpoint} ends up here, so nothing has happened.
 */
final class ConnectionErrors implements DirectHandler {
  private final RequestMetrics metrics;

  private ConnectionErrors(RequestMetrics metrics) {
    this.metrics = metrics;
  }

  static DirectHandlers handlers(RequestMetrics metrics) {
    DirectHandler handler = new ConnectionErrors(metrics);
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, handler);
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    HttpReply reply = problem(type, status).reply();
    metrics.unrouted(reply);
    return TransportResponse.builder()
        .status(Status.BAD_REQUEST_400)
        .header(HeaderNames.CONTENT_TYPE, reply.type().contentType())
        .entity(reply.body())
        .keepAlive(false)
        .build();
  }

  private static Problem problem(EventType type, Status status) {
    if (type == EventType.HTTP_VERSION_NOT_SUPPORTED) {
      return Problem.BAD_HTTP_VERSION;
    }
    return switch (status.code()) {
      case 413 -> Problem.BODY_TOO_LARGE;
      case 414 -> Problem.PATH_TOO_LONG;
      default -> Problem.BAD_REQUEST;
    };
  }
}
