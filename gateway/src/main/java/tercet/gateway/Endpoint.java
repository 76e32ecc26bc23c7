package tercet.gateway;

import io.helidon.http.ServerRequestHeaders;
import tercet.gateway.contract.HttpReply;

/** Answers the requests of one listener. */
@FunctionalInterface
interface Endpoint {
  /**
   * Answers one request, on a virtual thread that may block.
   *
   * @param method of the request; GET also for HEAD, whose answer has no body
   * @param target the path, as it came, without the query
   * @param query as it came; empty if there is none
   */
  HttpReply answer(String method, String target, String query, ServerRequestHeaders headers);
}
