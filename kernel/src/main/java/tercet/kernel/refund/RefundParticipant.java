package tercet.kernel.refund;

import java.time.Instant;
import tercet.kernel.balance.Balance;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/** The side of stock and payment: gives back once, and says so until it is heard. */
final class RefundParticipant {
  private final TransactionSettings settings;

  RefundParticipant(TransactionSettings settings) {
    this.settings = settings;
  }

  private static Key key(RefundMessage message) {
    return Key.participation(message.transaction(), message.to());
  }

  /** Gives back, unless it has done so. */
  Decision giveBack(RecordView records, RefundMessage.GiveBack message, Instant now) {
    if (!now.isBefore(message.validUntil())) {
      return Decision.NOTHING;
    }
    Key key = key(message);
    return switch (records.get(key)) {
      case null ->
          now.isBefore(message.retainUntil())
              ? add(records, key, message, now)
              : finding(message, Finding.Reason.OUTCOME_FORGOTTEN);
      case Refunded done -> isLasting(done, now) ? confirm(message) : Decision.NOTHING;
      case Tombstone closed -> confirm(message);
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    };
  }

  /** All of it, or nothing if a balance has no room for it: then an operator must look. */
  private Decision add(RecordView records, Key key, RefundMessage.GiveBack message, Instant now) {
    Decision.Builder decision = Decision.builder();
    for (Debit owed : message.branch().debits()) {
      Key balanceKey = Key.balance(owed.balance(), key.shard());
      if (records.get(balanceKey) instanceof Balance balance) {
        switch (balance.refund(owed.amount())) {
          case Balance.Change.Made made -> decision.put(balanceKey, made.balance());
          case Balance.Change.Overflow full -> {
            return finding(message, Finding.Reason.NO_ROOM);
          }
          case Balance.Change.Busy impossible -> throw refused(owed);
          case Balance.Change.Insufficient impossible -> throw refused(owed);
        }
      }
    }
    if (settings.mayLose()) {
      Refunded young = new Refunded(message.origin(), now, 0, settings.lastingAt(now));
      return decision.put(key, young).build();
    }
    Instant wakeAt = settings.resendAt(now, message.transaction(), 1);
    return decision
        .put(key, new Refunded(message.origin(), now, 1, wakeAt))
        .send(confirmed(message.transaction(), message.origin(), key.shard(), false))
        .build();
  }

  private static IllegalStateException refused(Debit owed) {
    return new IllegalStateException("adding was refused: " + owed);
  }

  private boolean isLasting(Refunded done, Instant now) {
    return !settings.mayLose() || !now.isBefore(settings.lastingAt(done.since()));
  }

  private static Decision confirm(RefundMessage.GiveBack message) {
    return Decision.builder()
        .send(confirmed(message.transaction(), message.origin(), message.to(), false))
        .build();
  }

  private static RefundMessage confirmed(
      TransactionId refund, Origin origin, ShardId self, boolean closed) {
    return new RefundMessage.GivenBack(refund, origin, self, closed);
  }

  private static Decision finding(RefundMessage.GiveBack message, Finding.Reason reason) {
    return Decision.of(message.origin().finding(message.transaction(), message.to(), reason));
  }

  /** The order's shard sends it no more: it is remembered until no message is valid. */
  Decision closed(RecordView records, RefundMessage.Closed message, Instant now) {
    Key key = key(message);
    Decision.Builder decision = Decision.builder();
    if (records.get(key) instanceof Refunded done) {
      if (!isLasting(done, now)) {
        return Decision.NOTHING; // that was about one which is lost
      }
      Instant until = settings.remembersRefundUntil(message.noneValidAfter(), now);
      decision.put(key, new Tombstone.Settled(until));
    }
    return decision
        .send(confirmed(message.transaction(), message.origin(), key.shard(), true))
        .build();
  }

  /**
   * It has not heard that the order's shard knows: it says so again. An operator may wake it too
   * early.
   */
  Decision wake(Key key, Refunded done, Instant now) {
    if (!isLasting(done, now)) {
      return Decision.builder().put(key, done).build();
    }
    TransactionId refund = new TransactionId(key.id());
    int reports = done.reports() + 1;
    Instant wakeAt = settings.resendAt(now, refund, reports);
    return Decision.builder()
        .put(key, new Refunded(done.origin(), done.since(), reports, wakeAt))
        .send(confirmed(refund, done.origin(), key.shard(), false))
        .build();
  }
}
