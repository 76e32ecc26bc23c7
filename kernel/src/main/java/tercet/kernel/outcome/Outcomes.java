package tercet.kernel.outcome;

import java.time.Instant;
import java.util.List;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.TransactionSettings;

/** Stores an outcome so that it survives the commits that a store may lose. */
public final class Outcomes {
  private Outcomes() {}

  /**
   * The order as paid by a transaction, and the record that makes every participant follow.
   *
   * @param shard of the order
   * @return empty if the order is not the one any more that was to be paid
   */
  public static List<Decision.Change> paid(
      RecordView records,
      Transaction transaction,
      ShardId shard,
      TransactionSettings settings,
      Instant now) {
    Decision.Change paid = transaction.paid(records, shard, now);
    if (paid == null) {
      return List.of();
    }
    if (!settings.mayLose()) {
      return List.of(paid);
    }
    Reconciliation begun =
        new Reconciliation(
            transaction,
            true,
            transaction.participants(),
            now.plus(settings.outcomesKept()),
            0,
            settings.afterReports(now));
    return List.of(paid, new Decision.Change(key(transaction, shard), begun));
  }

  static Key key(Transaction transaction, ShardId shard) {
    return Key.participation(transaction.id(), shard);
  }

  /**
   * The record of a participant that has done its part.
   *
   * @param noneValidAfter no message that would take anything is valid after then
   */
  public static StoredRecord done(
      Origin origin,
      List<Reservation> taken,
      TransactionSettings settings,
      Instant noneValidAfter,
      Instant now) {
    return settings.mayLose()
        ? new Applied(origin, taken, now, 0, settings.lastingAt(now))
        : new Tombstone.Settled(settings.remembered(noneValidAfter));
  }

  /**
   * Whether a vote counts. A transaction that a store has brought back is not decided by votes: its
   * outcome may have been told before. Only a participant that has heard it was paid shows that;
   * see {@link OutcomeMessage.Report}.
   */
  public static boolean counts(
      RecordView records, Transaction transaction, Origin vote, TransactionSettings settings) {
    boolean broughtBack = settings.mayLose() && records.incarnation() != transaction.incarnation();
    return transaction.isOf(vote) && !broughtBack;
  }

  /** The answer of a participant that is asked for a part which it has done. */
  public static Decision report(
      Key key, Applied applied, TransactionSettings settings, Instant now) {
    return Decision.builder().send(OutcomeParticipant.report(key, applied, settings, now)).build();
  }
}
