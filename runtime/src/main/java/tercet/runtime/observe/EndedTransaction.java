package tercet.runtime.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Protocol;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.order.Order;
import tercet.kernel.saga.Saga;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.RollingBack;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.twophase.TwoPhase;

/**
 * A transaction whose record at its order's shard was deleted: nothing is left to be sent.
 *
 * @param paid whether the order was paid by it
 * @param refusal that its clients heard; null if it was paid, or if no client waited any more
 * @param sends how often its last messages were sent
 * @param at when the last decision was made
 */
public record EndedTransaction(
    Transaction transaction,
    Protocol protocol,
    boolean paid,
    @Nullable Refusal refusal,
    int sends,
    Instant at) {

  /**
   * The transaction that a decision ends.
   *
   * @param key of its record
   * @param last its record before the decision
   */
  public static EndedTransaction of(Key key, OpenTransaction last, Decision decision, Instant now) {
    Transaction transaction = last.transaction();
    return new EndedTransaction(
        transaction,
        protocol(last),
        last instanceof TwoPhase.Committing || pays(decision, transaction),
        last instanceof RollingBack<?> aborted ? aborted.refusal() : refusal(decision),
        sends(last),
        now);
  }

  private static boolean pays(Decision decision, Transaction transaction) {
    for (Decision.Change change : decision.changes()) {
      StoredRecord stored = change.stored();
      if (stored instanceof Order.Paid paid && paid.transaction().equals(transaction.id())) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Refusal refusal(Decision decision) {
    for (Decision.Reply reply : decision.replies()) {
      if (reply.answer() instanceof Answer.Refused refused) {
        return refused.refusal();
      }
    }
    return null;
  }

  /** The protocol that a transaction follows. */
  public static Protocol protocol(OpenTransaction open) {
    return switch (open) {
      case Tcc _ -> Protocol.TCC;
      case Saga _ -> Protocol.SAGA;
      case Choreography _ -> Protocol.CHOREOGRAPHY;
      case TwoPhase _ -> Protocol.TWO_PHASE_COMMIT;
    };
  }

  /** How often the current messages of a transaction were sent. */
  public static int sends(OpenTransaction open) {
    return switch (open) {
      case Tcc tcc -> tcc.sends();
      case Saga saga -> saga.sends();
      case Choreography choreography -> choreography.sends();
      case TwoPhase twoPhase -> twoPhase.sends();
    };
  }
}
