package tercet.kernel.tcc;

import java.time.Instant;
import java.util.List;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Reservation;

/**
 * A participant holds its part. It asks for the outcome, by voting again, until it hears one.
 *
 * @param origin of the transaction
 * @param taken the amounts that it holds
 * @param attempt the latest under which it was asked
 * @param deadline of the transaction
 * @param votes how often it has voted, at least once
 */
public record Held(
    Origin origin,
    List<Reservation> taken,
    int attempt,
    Instant deadline,
    int votes,
    Instant wakeAt)
    implements OpenBranch {
  public Held {
    taken = List.copyOf(taken);
  }
}
