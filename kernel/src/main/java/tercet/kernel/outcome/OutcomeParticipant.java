package tercet.kernel.outcome;

import java.time.Instant;
import java.util.List;
import tercet.kernel.balance.Balance;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.TransactionId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.ReserveResult;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The side of stock and payment once the outcome is known. It does its part, or gives it back, each
 * time that the order's shard reports the opposite outcome; the same outcome twice changes nothing.
 * A part in doubt is left to its protocol: its vote gets the answer.
 */
final class OutcomeParticipant {
  private final TransactionSettings settings;

  OutcomeParticipant(TransactionSettings settings) {
    this.settings = settings;
  }

  private static Key key(OutcomeMessage message) {
    return Key.participation(message.transaction(), message.to());
  }

  /** Does its part unless it has done it. */
  Decision apply(RecordView records, OutcomeMessage.Apply message, Instant now) {
    if (!now.isBefore(message.validUntil())) {
      return Decision.NOTHING;
    }
    Key key = key(message);
    return switch (records.get(key)) {
      case null ->
          now.isBefore(message.retainUntil())
              ? take(records, key, message, now)
              : forgotten(message);
      case Applied applied when isSame(applied.taken(), message.branch()) ->
          reportIfLasting(key, applied, now);
      case Applied applied when applied.isDone() ->
          giveBack(records, key, message, applied.taken(), now);
      case Applied undone -> take(records, key, message, now);
      case Tombstone.Kept kept when isSame(kept.taken(), message.branch()) ->
          lasting(message, true);
      case Tombstone.Kept kept when !kept.taken().isEmpty() ->
          giveBack(records, key, message, kept.taken(), now);
      case Tombstone.Settled untold -> forgotten(message);
      case Tombstone refused -> take(records, key, message, now);
      case OpenBranch inDoubt -> Decision.NOTHING;
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    };
  }

  private static boolean isSame(List<Reservation> taken, Branch branch) {
    return taken.stream().map(one -> new Debit(one.balance(), one.amount())).toList().stream()
            .allMatch(branch.debits()::contains)
        && taken.size() == branch.debits().size();
  }

  private Decision take(RecordView records, Key key, OutcomeMessage.Apply message, Instant now) {
    return switch (ReserveResult.of(records, message.branch(), message.origin(), Balance::debit)) {
      case ReserveResult.Done done ->
          Decision.builder()
              .put(done.changes())
              .put(key, applied(message, done.taken(), now))
              .build();
      case ReserveResult.Refused refused -> unable(message, refused.refusal());
      case ReserveResult.Busy undecided -> Decision.NOTHING; // the order's shard asks again
    };
  }

  private Applied applied(
      OutcomeMessage.ToParticipant message, List<Reservation> taken, Instant now) {
    return new Applied(message.origin(), taken, now, 0, settings.lastingAt(now));
  }

  private static Decision unable(OutcomeMessage.Apply message, Refusal refusal) {
    return Decision.builder()
        .send(
            new OutcomeMessage.Unable(
                message.transaction(), message.origin(), message.to(), refusal))
        .build();
  }

  /** Gives back what it took. */
  Decision revoke(RecordView records, OutcomeMessage.Revoke message, Instant now) {
    if (!now.isBefore(message.validUntil())) {
      return Decision.NOTHING;
    }
    Key key = key(message);
    return switch (records.get(key)) {
      case null ->
          now.isBefore(message.retainUntil()) ? lasting(message, false) : forgotten(message);
      case Applied applied when applied.isDone() ->
          giveBack(records, key, message, applied.taken(), now);
      case Applied undone -> reportIfLasting(key, undone, now);
      case Tombstone.Kept kept when !kept.taken().isEmpty() ->
          giveBack(records, key, message, kept.taken(), now);
      case Tombstone holdsNothing -> lasting(message, false);
      case OpenBranch inDoubt -> Decision.NOTHING;
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    };
  }

  /** All of it, or nothing if a balance has no room for it: then an operator must look. */
  private Decision giveBack(
      RecordView records,
      Key key,
      OutcomeMessage.ToParticipant message,
      List<Reservation> taken,
      Instant now) {
    Decision.Builder decision = Decision.builder();
    for (Reservation one : taken) {
      Key balanceKey = Key.balance(one.balance(), key.shard());
      if (records.get(balanceKey) instanceof Balance balance
          && balance.generation() == one.generation()) {
        switch (balance.credit(one.amount())) {
          case Balance.Change.Made made -> decision.put(balanceKey, made.balance());
          case Balance.Change.Busy locked -> {
            return Decision.NOTHING; // it is told again
          }
          case Balance.Change.Overflow full -> {
            return finding(message, Finding.Reason.NO_ROOM);
          }
          case Balance.Change.Insufficient impossible ->
              throw new IllegalStateException("adding was refused: " + one);
        }
      }
    }
    return decision.put(key, applied(message, List.of(), now)).build();
  }

  private static Decision forgotten(OutcomeMessage.ToParticipant message) {
    return finding(message, Finding.Reason.OUTCOME_FORGOTTEN);
  }

  private static Decision finding(OutcomeMessage.ToParticipant message, Finding.Reason reason) {
    return Decision.of(message.origin().finding(message.transaction(), message.to(), reason));
  }

  private static Decision lasting(OutcomeMessage.ToParticipant message, boolean applied) {
    return Decision.builder()
        .send(
            new OutcomeMessage.Report(
                message.transaction(), message.origin(), message.to(), applied, true))
        .build();
  }

  private Decision reportIfLasting(Key key, Applied applied, Instant now) {
    return isLasting(applied, settings, now)
        ? Outcomes.report(key, applied, settings, now)
        : Decision.NOTHING;
  }

  private static boolean isLasting(Applied applied, TransactionSettings settings, Instant now) {
    return !now.isBefore(settings.lastingAt(applied.since()));
  }

  static OutcomeMessage.Report report(
      Key key, Applied applied, TransactionSettings settings, Instant now) {
    return new OutcomeMessage.Report(
        new TransactionId(key.id()),
        applied.origin(),
        key.shard(),
        applied.isDone(),
        isLasting(applied, settings, now));
  }

  /** The order's shard says the same: it need not ask again, and remembers for a time. */
  Decision agreed(RecordView records, OutcomeMessage.Agreed message, Instant now) {
    Key key = key(message);
    return records.get(key) instanceof Applied applied
            && applied.isDone() == message.applied()
            && isLasting(applied, settings, now)
        ? Decision.builder()
            .put(key, new Tombstone.Kept(applied.taken(), settings.remembersOutcomeUntil(now)))
            .build()
        : Decision.NOTHING;
  }

  /** It reports, perhaps again. */
  Decision wake(Key key, Applied applied, Instant now) {
    TransactionId transaction = new TransactionId(key.id());
    int reports = applied.reports() + 1;
    return Decision.builder()
        .put(
            key,
            new Applied(
                applied.origin(),
                applied.taken(),
                applied.since(),
                reports,
                settings.resendAt(now, transaction, reports)))
        .send(report(key, applied, settings, now))
        .build();
  }
}
