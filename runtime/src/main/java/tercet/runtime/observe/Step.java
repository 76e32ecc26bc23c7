package tercet.runtime.observe;

import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;

/**
 * One decision of a batch.
 *
 * @param subject the transaction or command
 * @param startNanos when it began, as of {@link System#nanoTime}
 */
public record Step(CorrelationId subject, Input input, Decision decision, long startNanos) {}
