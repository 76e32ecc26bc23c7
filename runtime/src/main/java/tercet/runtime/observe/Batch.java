package tercet.runtime.observe;

import java.util.List;

/**
 * Decisions that were committed together. All times are as of {@link System#nanoTime}.
 *
 * @param steps in the order in which they were decided; those that are about no transaction and no
 *     command left out
 * @param inputs decided in all
 * @param whole whether each transaction in it has begun and ended within it
 * @param decidedNanos when all was decided and writing began
 * @param committedNanos when it was durable
 */
public record Batch(
    List<Step> steps, int inputs, boolean whole, long decidedNanos, long committedNanos) {
  /** A batch without a listener. */
  public static final Batch UNOBSERVED = new Batch(List.of(), 0, true, 0, 0);

  /** The same, durable by then. */
  public Batch committedAt(long nanos) {
    return new Batch(steps, inputs, whole, decidedNanos, nanos);
  }
}
