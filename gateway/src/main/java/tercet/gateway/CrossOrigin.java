package tercet.gateway;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.RoutingResponse;

/**
 * The headers that make a browser let a page of an allowed origin send any request and read the
 * answer (Fetch standard, "CORS protocol").
 */
final class CrossOrigin {
  /** Says that the browser asks before it sends the page's request. */
  static final HeaderName ASKED_METHOD = HeaderNames.create("Access-Control-Request-Method");

  private static final HeaderName ORIGIN = HeaderNames.create("Access-Control-Allow-Origin");
  private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Origin");
  private static final Header EXPOSED =
      HeaderValues.createCached(
          "Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate, traceresponse");
  private static final Header METHODS =
      HeaderValues.createCached("Access-Control-Allow-Methods", "GET, HEAD, POST");
  private static final Header HEADERS =
      HeaderValues.createCached(
          "Access-Control-Allow-Headers",
          "Authorization, Content-Type, Idempotency-Key, traceparent, Tercet-Operator,"
              + " Tercet-Reason");

  /** An allowed origin stays one for as long as the gateway runs. */
  private static final Header KEPT_SECONDS =
      HeaderValues.createCached("Access-Control-Max-Age", "600");

  private CrossOrigin() {}

  /**
   * Adds them.
   *
   * @param origin that is allowed
   */
  static void addHeaders(RoutingResponse response, String origin, ServerRequestHeaders asked) {
    response.header(HeaderValues.create(ORIGIN, origin));
    response.header(VARY);
    response.header(EXPOSED);
    if (asked.contains(ASKED_METHOD)) {
      response.header(METHODS);
      response.header(HEADERS);
      response.header(KEPT_SECONDS);
    }
  }
}
