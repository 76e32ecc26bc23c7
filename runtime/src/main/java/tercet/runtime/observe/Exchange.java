package tercet.runtime.observe;

import org.jspecify.annotations.Nullable;

/**
 * What a client asked of a gateway, and that it was answered. Times are as of {@link
 * System#nanoTime}.
 *
 * @param subject under which it was asked
 * @param repeats what an earlier request with the same Idempotency-Key began, and this one was
 *     answered from; null if it was the first, or had no key
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
