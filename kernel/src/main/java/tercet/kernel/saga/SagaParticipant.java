package tercet.kernel.saga;

import java.time.Instant;
import tercet.kernel.balance.Balance;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.Applied;
import tercet.kernel.outcome.Outcomes;
import tercet.kernel.transaction.ReserveResult;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The side of stock and payment in a saga. It debits at once, remembers how to give back, and votes
 * until it hears the outcome. A repeated message gets the same answer again.
 */
final class SagaParticipant {
  private final TransactionSettings settings;

  SagaParticipant(TransactionSettings settings) {
    this.settings = settings;
  }

  private static Key key(SagaMessage message) {
    return Key.participation(message.transaction(), message.to());
  }

  /** Does its part, wholly or not at all. */
  Decision debit(RecordView records, SagaMessage.Debit message, Instant now) {
    if (!now.isBefore(message.validUntil())) {
      return Decision.NOTHING;
    }
    Key key = key(message);
    return switch (records.get(key)) {
      case null -> firstDebit(records, key, message);
      case Debited debited when !debited.origin().isOfSameLife(message.origin()) ->
          Decision.NOTHING;
      case Debited debited -> Decision.builder().send(debited(message)).build();
      case Tombstone.Declined declined ->
          Decision.builder().send(declined(message, declined.refusal())).build();
      case Tombstone over -> Decision.NOTHING;
      case Applied applied -> Outcomes.report(key, applied, settings, now);
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    };
  }

  private Decision firstDebit(RecordView records, Key key, SagaMessage.Debit message) {
    return switch (ReserveResult.of(records, message.branch(), message.origin(), Balance::take)) {
      case ReserveResult.Done done ->
          Decision.builder()
              .put(done.changes())
              .put(
                  key,
                  new Debited(
                      message.origin(),
                      done.taken(),
                      true,
                      message.deadline(),
                      1,
                      settings.resendAt(message.deadline(), message.transaction(), 1)))
              .send(debited(message))
              .build();
      case ReserveResult.Refused refused -> {
        Instant expiresAt = settings.remembered(message.deadline());
        yield Decision.builder()
            .put(key, new Tombstone.Declined(refused.refusal(), expiresAt))
            .send(declined(message, refused.refusal()))
            .build();
      }
      case ReserveResult.Busy otherProtocol -> Decision.NOTHING; // the coordinator asks again
    };
  }

  /** Gives back what it took. If it took nothing yet, it leaves a tombstone and never will. */
  Decision compensate(RecordView records, SagaMessage.Compensate message) {
    Key key = key(message);
    Tombstone settled = new Tombstone.Settled(settings.remembered(message.noneValidAfter()));
    Decision.Builder decision = Decision.builder();
    switch (records.get(key)) {
      case Debited debited -> {
        if (debited.held()) {
          ReserveResult.release(records, debited.taken(), debited.origin(), key, decision);
        } else {
          ReserveResult.settle(
              records,
              debited.taken(),
              key,
              (balance, taken) -> balance.restore(taken.amount(), taken.generation()),
              decision);
        }
        decision.put(key, settled);
      }
      // Even if it has expired: a node about to commit a debit must find that this came first.
      case null -> decision.put(key, settled);
      case Tombstone known -> {}
      case Applied decided -> {} // it reports, and is told what is true
      case StoredRecord foreign -> throw TransactionKeys.foreign(key, foreign);
    }
    return decision
        .send(
            new SagaMessage.Compensated(
                message.transaction(), message.order(), message.coordinator(), key.shard()))
        .build();
  }

  /** Makes its debit final. */
  Decision complete(RecordView records, SagaMessage.Complete message, Instant now) {
    Key key = key(message);
    if (!(records.get(key) instanceof Debited debited)) {
      return Decision.NOTHING;
    }
    Decision.Builder decision = Decision.builder();
    if (debited.held()) {
      ReserveResult.spend(records, debited.taken(), debited.origin(), key, decision);
    }
    return decision
        .put(
            key,
            Outcomes.done(
                debited.origin(), debited.taken(), settings, message.noneValidAfter(), now))
        .build();
  }

  /** It has not heard the outcome: it votes again. */
  Decision wake(Key key, Debited debited, Instant now) {
    TransactionId transaction = new TransactionId(key.id());
    int votes = debited.votes() + 1;
    return Decision.builder()
        .put(
            key,
            new Debited(
                debited.origin(),
                debited.taken(),
                debited.held(),
                debited.deadline(),
                votes,
                settings.resendAt(now, transaction, votes)))
        .send(
            new SagaMessage.Debited(transaction, debited.origin(), key.shard(), debited.deadline()))
        .build();
  }

  private static SagaMessage.Debited debited(SagaMessage.Debit message) {
    return new SagaMessage.Debited(
        message.transaction(), message.origin(), message.to(), message.deadline());
  }

  private static SagaMessage.Declined declined(SagaMessage.Debit message, Refusal refusal) {
    return new SagaMessage.Declined(
        message.transaction(), message.order(), message.origin().shard(), message.to(), refusal);
  }
}
