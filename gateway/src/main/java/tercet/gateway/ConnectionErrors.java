package tercet.gateway;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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

  /** The whole reply to a client that speaks plain HTTP where TLS is needed. */
  static byte[] tlsNeeded() {
    return bytes(Problem.TLS_NEEDED.reply(), "400 Bad Request");
  }

  /** The whole reply to a client that has too many connections. */
  static byte[] tooManyConnections() {
    return bytes(Problem.TOO_MANY_CONNECTIONS.reply(), "503 Service Unavailable\r\nRetry-After: 1");
  }

  private static byte[] bytes(HttpReply reply, String status) {
    String head =
        """
        HTTP/1.1 %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
            .formatted(status, reply.type().contentType(), reply.body().length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(reply.body());
    return bytes.toByteArray();
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
