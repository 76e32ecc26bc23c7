package tercet.kernel.twophase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tercet.kernel.balance.Balance;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.Outcomes;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The side of stock and payment. It locks the balances of its part, standing in line for those that
 * others have locked; then it looks whether they suffice, and promises or refuses. Values change
 * only when the commit is heard, together with the unlocking.
 */
final class TwoPhaseParticipant {
  /** Most transactions in line for a balance; later ones are ignored and ask again. */
  private static final int LOCK_QUEUE_MAX = 1_000;

  private final TransactionSettings settings;

  TwoPhaseParticipant(TransactionSettings settings) {
    this.settings = settings;
  }

  private static Key key(TwoPhaseMessage message) {
    return Key.participation(message.transaction(), message.to());
  }

  /** Locks its part, now or later, and promises to do it. */
  Decision prepare(RecordView records, TwoPhaseMessage.Prepare message, Instant now) {
    if (!now.isBefore(message.validUntil())) {
      return Decision.NOTHING;
    }
    Key key = key(message);
    return switch (records.get(key)) {
      case null -> enter(records, key, message, now);
      case Queued queued -> Decision.NOTHING; // it votes when it has its locks
      case Prepared prepared -> Decision.builder().send(Locks.prepared(key, prepared)).build();
      case Tombstone.Declined declined ->
          Decision.builder()
              .send(
                  new TwoPhaseMessage.Declined(
                      message.transaction(),
                      message.order(),
                      message.origin().shard(),
                      key.shard(),
                      declined.refusal()))
              .build();
      case Tombstone over -> Decision.NOTHING;
      case Applied applied -> Outcomes.report(key, applied, settings, now);
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    };
  }

  private Decision enter(
      RecordView records, Key key, TwoPhaseMessage.Prepare message, Instant now) {
    List<Debit> sorted =
        message.branch().debits().stream()
            .sorted(Comparator.comparing(debit -> debit.balance().value()))
            .toList();
    for (Debit debit : sorted) {
      Key balance = Key.balance(debit.balance(), key.shard());
      if (records.get(balance) instanceof Balance crowded
          && crowded.lockQueue().size() >= LOCK_QUEUE_MAX) {
        return Decision.NOTHING;
      }
    }
    Queued queued =
        new Queued(
            message.origin(),
            new Branch(key.shard(), sorted),
            0,
            message.deadline(),
            message.deadline());
    Locks locks = new Locks(records, settings, now);
    locks.put(key, queued);
    locks.advance(message.transaction(), key.shard());
    return locks.decision();
  }

  /** Does its part, and gives the lock to the next in line. */
  Decision commit(RecordView records, TwoPhaseMessage.Commit message, Instant now) {
    Key key = key(message);
    Locks locks = new Locks(records, settings, now);
    switch (records.get(key)) {
      case Prepared prepared -> {
        List<Reservation> taken = new ArrayList<>(prepared.branch().debits().size());
        for (Debit debit : prepared.branch().debits()) {
          taken.add(locks.take(debit, prepared.origin(), key.shard()));
        }
        locks.put(
            key, Outcomes.done(prepared.origin(), taken, settings, message.noneValidAfter(), now));
        locks.unlock(message.transaction(), prepared.branch());
      }
      case Queued lostItsPromise when settings.mayLose() -> {
        return Decision.NOTHING; // it promises again, and is told again
      }
      case Queued impossible ->
          throw new IllegalStateException("committed without a promise: " + impossible);
      case null -> {} // it did so long ago
      case Tombstone over -> {}
      case Applied decided -> {} // it reports, and is told what is true
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    }
    return locks
        .send(
            new TwoPhaseMessage.Committed(
                message.transaction(), message.order(), message.coordinator(), key.shard()))
        .decision();
  }

  /** Unlocks. If it has locked nothing yet, it leaves a tombstone and never will. */
  Decision abort(RecordView records, TwoPhaseMessage.Abort message, Instant now) {
    Key key = key(message);
    Locks locks = new Locks(records, settings, now);
    Tombstone settled = new Tombstone.Settled(settings.remembered(message.noneValidAfter()));
    switch (records.get(key)) {
      case Prepared prepared -> {
        locks.put(key, settled);
        locks.unlock(message.transaction(), prepared.branch());
      }
      case Queued queued -> {
        locks.put(key, settled);
        locks.unlock(message.transaction(), queued.branch());
      }
      // Even if it has expired: a node about to commit locks must find that this came first.
      case null -> locks.put(key, settled);
      case Tombstone over -> {}
      case Applied decided -> {} // it reports, and is told what is true
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    }
    return locks.decision();
  }

  /** It has not heard the outcome: it votes again. */
  Decision wake(Key key, Prepared prepared, Instant now) {
    TransactionId transaction = new TransactionId(key.id());
    int votes = prepared.votes() + 1;
    return Decision.builder()
        .put(
            key,
            new Prepared(
                prepared.origin(),
                prepared.branch(),
                prepared.deadline(),
                votes,
                settings.resendAt(now, transaction, votes)))
        .send(Locks.prepared(key, prepared))
        .build();
  }

  /** It has promised nothing and the deadline is over: it leaves the line. */
  Decision wake(RecordView records, Key key, Queued queued, Instant now) {
    if (now.isBefore(queued.deadline())) {
      return Decision.builder().put(key, queued).build(); // woken by a start: it goes on waiting
    }
    Locks locks = new Locks(records, settings, now);
    locks.put(key, new Tombstone.Settled(settings.remembered(queued.deadline())));
    locks.unlock(new TransactionId(key.id()), queued.branch());
    return locks.decision();
  }
}
