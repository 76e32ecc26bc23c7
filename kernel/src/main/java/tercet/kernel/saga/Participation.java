package tercet.kernel.saga;

import java.time.Instant;
import java.util.List;
import tercet.kernel.Amount;
import tercet.kernel.BalanceId;
import tercet.kernel.OrderId;
import tercet.kernel.ShardId;
import tercet.kernel.Stored;
import tercet.kernel.command.Refusal;

/** What a participant remembers of a saga. */
public sealed interface Participation {

  /**
   * It did its part and can still be told to undo it. It asks for the outcome, by voting again,
   * until it hears one.
   *
   * @param taken what to give back
   * @param deadline of the transaction
   * @param votes how often it has voted, at least once
   */
  record Debited(
      OrderId order,
      ShardId coordinator,
      List<Taken> taken,
      Instant deadline,
      int votes,
      Instant wakeAt)
      implements Participation, Stored.Open {
    public Debited {
      taken = List.copyOf(taken);
    }
  }

  /**
   * What was taken from one balance.
   *
   * @param generation of the balance when it was taken
   */
  record Taken(BalanceId balance, Amount amount, long generation) {}

  /** It refused, and refuses whatever comes. */
  record Declined(Refusal refusal, Instant expiresAt) implements Participation, Stored.Closed {}

  /** It has heard the outcome; late debits have no effect. */
  record Settled(Instant expiresAt) implements Participation, Stored.Closed {}
}
