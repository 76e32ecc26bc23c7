package tercet.runtime.observe;

import org.jspecify.annotations.Nullable;

/**
 * A client's request to a gateway, and its answer. Times are as of {@link System#nanoTime}.
 *
 * @param subject under which it was asked
 * @param repeats the transaction or command of the earlier request with the same Idempotency-Key,
 *     whose answer this one got; null if it was the first, or had no key
 * @param method of HTTP
 * @param route with the names of its parameters instead of their values
 * @param status of the answer
 * @param traceparent the client's own trace context as of W3C Trace Context, unchecked; null if it
 *     sent none
 */
public record Exchange(
    CorrelationId subject,
    @Nullable CorrelationId repeats,
    String method,
    String route,
    int status,
    @Nullable String traceparent,
    long startNanos,
    long endNanos) {}
