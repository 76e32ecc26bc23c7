package tercet.runtime.observe;

import tercet.kernel.Decision;
import tercet.kernel.Input;

/**
 * One decision of a batch.
 *
 * @param subject what it is about
 * @param startNanos when it began, as of {@link System#nanoTime}
 */
public record Step(CorrelationId subject, Input input, Decision decision, long startNanos) {}
