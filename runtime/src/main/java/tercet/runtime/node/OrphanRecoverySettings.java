package tercet.runtime.node;

import java.time.Duration;

/**
 * How a node looks for records that other nodes left open.
 *
 * @param every so often the store is looked at
 * @param overdue how long a record is overdue before it is taken for abandoned: longer than a node
 *     that works on it can be late, clocks that differ included
 * @param wakeMax at once; the rest has its turn at the next look
 */
public record OrphanRecoverySettings(Duration every, Duration overdue, int wakeMax) {
  public OrphanRecoverySettings {
    if (!every.isPositive() || overdue.isNegative() || wakeMax < 1) {
      throw new IllegalArgumentException("a look takes time and finds something");
    }
  }
}
