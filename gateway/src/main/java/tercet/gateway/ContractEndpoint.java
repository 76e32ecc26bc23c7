package tercet.gateway;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.Contract;
import tercet.gateway.contract.Found;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.RouteCall;

/** The public listener's requests: the contract, measured. */
final class ContractEndpoint implements Endpoint {
  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");

  private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");

  /** A header that comes twice is treated like a malformed one. */
  private static final String MALFORMED = "";

  private final Contract contract;
  private final RequestMetrics metrics;
  private final Access access;

  ContractEndpoint(Contract contract, RequestMetrics metrics, Access access) {
    this.contract = contract;
    this.metrics = metrics;
    this.access = access;
  }

  @Override
  public HttpReply answer(
      String method, String target, String query, ServerRequestHeaders headers) {
    long start = System.nanoTime();
    return switch (contract.find(method, target, query)) {
      case RouteCall call -> {
        HttpReply refusal = access.refusal(call.route().scope(), headers);
        HttpReply reply = refusal == null ? contract.answer(call, extras(headers)) : refusal;
        metrics.answered(call.route(), reply, System.nanoTime() - start);
        yield reply;
      }
      case Found.BadArgument bad -> {
        HttpReply refusal = access.refusal(bad.route().scope(), headers);
        HttpReply reply = refusal == null ? bad.reply() : refusal;
        metrics.answered(bad.route(), reply, System.nanoTime() - start);
        yield reply;
      }
      case Found.NoRoute none -> {
        metrics.unrouted(none.reply());
        yield none.reply();
      }
    };
  }

  private static Contract.Extras extras(ServerRequestHeaders headers) {
    return new Contract.Extras(single(headers, IDEMPOTENCY_KEY), single(headers, TRACEPARENT));
  }

  private static @Nullable String single(ServerRequestHeaders headers, HeaderName name) {
    if (!headers.contains(name)) {
      return null;
    }
    Header header = headers.get(name);
    return header.valueCount() == 1 ? header.get() : MALFORMED;
  }
}
