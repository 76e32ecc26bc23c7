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

  ContractEndpoint(Contract contract, RequestMetrics metrics) {
    this.contract = contract;
    this.metrics = metrics;
  }

  @Override
  public HttpReply answer(String method, String target, ServerRequestHeaders headers) {
    long start = System.nanoTime();
    return switch (contract.find(method, target)) {
      case RouteCall call -> {
        HttpReply reply = contract.answer(call, extras(headers));
        metrics.answered(call.route(), reply, System.nanoTime() - start);
        yield reply;
      }
      case Found.BadArgument bad -> {
        metrics.answered(bad.route(), bad.reply(), System.nanoTime() - start);
        yield bad.reply();
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
