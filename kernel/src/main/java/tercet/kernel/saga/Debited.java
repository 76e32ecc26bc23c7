package tercet.kernel.saga;

import java.time.Instant;
import java.util.List;
import tercet.kernel.OrderId;
import tercet.kernel.ShardId;
import tercet.kernel.transaction.OpenPart;
import tercet.kernel.transaction.Taken;

/**
 * A participant did its part and can still be told to undo it. It asks for the outcome, by voting
 * again, until it hears one.
 *
 * @param taken what to give back
 * @param deadline of the transaction
 * @param votes how often it has voted, at least once
 */
public record Debited(
    OrderId order,
    ShardId coordinator,
    List<Taken> taken,
    Instant deadline,
    int votes,
    Instant wakeAt)
    implements OpenPart {
  public Debited {
    taken = List.copyOf(taken);
  }
}
