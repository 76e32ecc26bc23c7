package tercet.kernel.saga;

import java.time.Instant;
import java.util.List;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Reservation;

/**
 * A participant did its part and can still be told to undo it. It asks for the outcome, by voting
 * again, until it hears one.
 *
 * @param origin of the transaction
 * @param taken the amounts to give back
 * @param held whether the balances count these amounts as held; not so if an earlier version took
 *     it
 * @param deadline of the transaction
 * @param votes how often it has voted, at least once
 */
public record Debited(
    Origin origin,
    List<Reservation> taken,
    boolean held,
    Instant deadline,
    int votes,
    Instant wakeAt)
    implements OpenBranch {
  public Debited {
    taken = List.copyOf(taken);
  }
}
