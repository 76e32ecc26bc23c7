package tercet.kernel.tcc;

import java.time.Instant;
import java.util.List;
import tercet.kernel.balance.Balance;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.Outcomes;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.ReserveResult;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The side of stock and payment: it sets aside the amounts that it is asked for, or says that it
 * cannot, or that this depends on others. A repeated message gets the same answer again.
 */
final class TccParticipant {
  private final TransactionSettings settings;

  TccParticipant(TransactionSettings settings) {
    this.settings = settings;
  }

  private static Key key(TccMessage message) {
    return Key.participation(message.transaction(), message.to());
  }

  /** Holds its part, wholly or not at all. */
  Decision attempt(RecordView records, TccMessage.Try message, Instant now) {
    if (!now.isBefore(message.validUntil())) {
      return Decision.NOTHING;
    }
    Key key = key(message);
    return switch (records.get(key)) {
      case null -> hold(records, key, message, now);
      case Released released when released.attempt() < message.attempt() ->
          hold(records, key, message, now);
      case Held held when !held.origin().isOfSameLife(message.origin()) -> Decision.NOTHING;
      case Held held when held.attempt() > message.attempt() -> Decision.NOTHING;
      case Held held when held.attempt() == message.attempt() ->
          Decision.builder().send(held(message)).build();
      case Held held -> held(key, message, held.taken(), Decision.builder(), now);
      case Tombstone.Declined declined ->
          Decision.builder().send(declined(message, declined.refusal())).build();
      case Tombstone over -> Decision.NOTHING;
      case Applied applied -> Outcomes.report(key, applied, settings, now);
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    };
  }

  private Decision hold(RecordView records, Key key, TccMessage.Try message, Instant now) {
    Decision.Builder decision = Decision.builder();
    return switch (ReserveResult.of(records, message.branch(), message.origin(), Balance::hold)) {
      case ReserveResult.Done done ->
          held(key, message, done.taken(), decision.put(done.changes()), now);
      case ReserveResult.Refused refused -> {
        Instant expiresAt = settings.remembered(message.deadline());
        yield decision
            .put(key, new Tombstone.Declined(refused.refusal(), expiresAt))
            .send(declined(message, refused.refusal()))
            .build();
      }
      case ReserveResult.Busy busy ->
          decision
              .send(
                  new TccMessage.Busy(
                      message.transaction(),
                      message.order(),
                      message.origin().shard(),
                      key.shard(),
                      message.attempt()))
              .build();
    };
  }

  private Decision held(
      Key key,
      TccMessage.Try message,
      List<Reservation> taken,
      Decision.Builder decision,
      Instant now) {
    return decision
        .put(
            key,
            new Held(
                message.origin(),
                taken,
                message.attempt(),
                message.deadline(),
                1,
                settings.resendAt(now, message.transaction(), 1)))
        .send(held(message))
        .build();
  }

  private static TccMessage.Held held(TccMessage.Try message) {
    return new TccMessage.Held(
        message.transaction(),
        message.origin(),
        message.to(),
        message.attempt(),
        message.deadline());
  }

  /** Gives up an attempt; the next one may hold again. */
  Decision release(RecordView records, TccMessage.Release message) {
    Key key = key(message);
    Decision.Builder decision = Decision.builder();
    Instant expiresAt = settings.remembered(message.noneValidAfter());
    Released released = new Released(message.attempt(), expiresAt);
    switch (records.get(key)) {
      case Held held when held.attempt() <= message.attempt() -> {
        release(records, key, held, decision);
        decision.put(key, released);
      }
      case Held ofLaterAttempt -> {}
      case Applied decided -> {}
      // Even if it has expired: a node about to commit a hold must find that this came first.
      case null -> decision.put(key, released);
      case Tombstone over -> {}
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    }
    return decision.build();
  }

  private static void release(RecordView records, Key key, Held held, Decision.Builder decision) {
    ReserveResult.release(records, held.taken(), held.origin(), key, decision);
  }

  /** Releases what it holds. If it holds nothing yet, it leaves a tombstone and never will. */
  Decision cancel(RecordView records, TccMessage.Cancel message) {
    Key key = key(message);
    Decision.Builder decision = Decision.builder();
    Tombstone settled = new Tombstone.Settled(settings.remembered(message.noneValidAfter()));
    switch (records.get(key)) {
      case Held held -> {
        release(records, key, held, decision);
        decision.put(key, settled);
      }
      case null -> decision.put(key, settled);
      case Released released -> decision.put(key, settled);
      case Applied decided -> {} // it reports, and is told what is true
      case Tombstone over -> {}
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    }
    return decision
        .send(
            new TccMessage.Cancelled(
                message.transaction(), message.order(), message.coordinator(), key.shard()))
        .build();
  }

  /** Takes the amounts that it holds. */
  Decision confirm(RecordView records, TccMessage.Confirm message, Instant now) {
    Key key = key(message);
    if (!(records.get(key) instanceof Held held)) {
      return Decision.NOTHING;
    }
    Decision.Builder decision = Decision.builder();
    ReserveResult.spend(records, held.taken(), held.origin(), key, decision);
    return decision
        .put(
            key,
            Outcomes.done(held.origin(), held.taken(), settings, message.noneValidAfter(), now))
        .build();
  }

  /** It has not heard the outcome: it votes again. */
  Decision wake(Key key, Held held, Instant now) {
    TransactionId transaction = new TransactionId(key.id());
    int votes = held.votes() + 1;
    return Decision.builder()
        .put(
            key,
            new Held(
                held.origin(),
                held.taken(),
                held.attempt(),
                held.deadline(),
                votes,
                settings.resendAt(now, transaction, votes)))
        .send(
            new TccMessage.Held(
                transaction, held.origin(), key.shard(), held.attempt(), held.deadline()))
        .build();
  }

  private static TccMessage.Declined declined(TccMessage.Try message, Refusal refusal) {
    return new TccMessage.Declined(
        message.transaction(), message.order(), message.origin().shard(), message.to(), refusal);
  }
}
