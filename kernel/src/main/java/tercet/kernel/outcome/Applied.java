package tercet.kernel.outcome;

import java.time.Instant;
import java.util.List;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Reservation;

/**
 * A participant has heard an outcome and followed it. It may still be told the other one, by an
 * order's shard that has lost what it had decided. Once its own store cannot lose it any more, it
 * reports and waits for agreement.
 *
 * @param taken the amounts that it took; empty if it gave everything back
 * @param since when it did that
 * @param reports how often it has reported
 */
public record Applied(
    Origin origin, List<Reservation> taken, Instant since, int reports, Instant wakeAt)
    implements OpenBranch {
  public Applied {
    taken = List.copyOf(taken);
  }

  /** Whether it has done its part; else it holds nothing. */
  public boolean isDone() {
    return !taken.isEmpty();
  }
}
