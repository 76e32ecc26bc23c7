package tercet.gateway;

import io.helidon.http.ServerRequestHeaders;
import tercet.gateway.access.Scope;
import tercet.gateway.contract.HttpReply;

/** Lets only operators through. Health is for all: probes have no tokens, and it tells little. */
record OperatorEndpoint(Endpoint endpoint, Access access) implements Endpoint {
  @Override
  public HttpReply answer(
      String method, String target, String query, ServerRequestHeaders headers) {
    HttpReply refusal = isHealth(target) ? null : access.refusal(Scope.OPERATOR, headers);
    return refusal == null ? endpoint.answer(method, target, query, headers) : refusal;
  }

  static boolean isHealth(String target) {
    return target.equals("/health") || target.startsWith("/health/");
  }
}
