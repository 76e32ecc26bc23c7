package tercet.kernel.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Decision;
import tercet.kernel.Key;
import tercet.kernel.Kind;
import tercet.kernel.Records;
import tercet.kernel.ShardId;
import tercet.kernel.TransactionId;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.command.Refusal;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.TransactionSettings;

/**
 * The side of stock and payment in a saga. It debits at once, remembers how to give back, and votes
 * until it hears the outcome. What it has answered it answers again.
 */
public final class SagaParticipant {
  private final TransactionSettings settings;

  public SagaParticipant(TransactionSettings settings) {
    this.settings = settings;
  }

  /** Where a participant keeps what it knows of a transaction. */
  public static Key key(TransactionId transaction, ShardId shard) {
    return new Key(Kind.PARTICIPATION, shard, transaction.value());
  }

  /** Does its part, wholly or not at all. */
  public Decision debit(Records records, SagaMessage.Debit message, Instant now) {
    if (!now.isBefore(message.validUntil())) {
      return Decision.NOTHING;
    }
    return switch (known(records, key(message.transaction(), message.to()))) {
      case null -> firstDebit(records, message);
      case Participation.Debited debited -> Decision.builder().send(debited(message)).build();
      case Participation.Declined declined ->
          Decision.builder().send(declined(message, declined.refusal())).build();
      case Participation.Settled settled -> Decision.NOTHING;
    };
  }

  private Decision firstDebit(Records records, SagaMessage.Debit message) {
    Key key = key(message.transaction(), message.to());
    Decision.Builder decision = Decision.builder();
    List<Participation.Taken> taken = new ArrayList<>(message.part().debits().size());
    for (Debit debit : message.part().debits()) {
      Key balanceKey = Balances.key(debit.balance(), key.shard());
      Balance balance = records.get(balanceKey, Balance.class);
      switch (balance == null ? null : balance.debit(debit.amount())) {
        case Balance.Change.Made made -> {
          decision.put(balanceKey, made.balance());
          long generation = made.balance().generation();
          taken.add(new Participation.Taken(debit.balance(), debit.amount(), generation));
        }
        case Balance.Change.Insufficient none -> {
          return decline(key, message, Balances.insufficient(debit.balance()));
        }
        case Balance.Change.Overflow impossible ->
            throw new IllegalStateException("a debit overflowed: " + debit);
        case null -> {
          return decline(key, message, Balances.unknown(debit.balance()));
        }
      }
    }
    return decision
        .put(
            key,
            new Participation.Debited(
                message.order(),
                message.coordinator(),
                taken,
                message.deadline(),
                1,
                settings.resendAt(message.deadline(), message.transaction(), 1)))
        .send(debited(message))
        .build();
  }

  private Decision decline(Key key, SagaMessage.Debit message, Refusal refusal) {
    Instant expiresAt = settings.remembered(message.deadline());
    return Decision.builder()
        .put(key, new Participation.Declined(refusal, expiresAt))
        .send(declined(message, refusal))
        .build();
  }

  /** Gives back what it took. If it took nothing yet, it leaves a tombstone and never will. */
  public Decision undo(Records records, SagaMessage.Undo message, Instant now) {
    Key key = key(message.transaction(), message.to());
    Instant expiresAt = settings.remembered(message.quietAfter());
    Decision.Builder decision = Decision.builder();
    switch (known(records, key)) {
      case Participation.Debited debited -> {
        for (Participation.Taken taken : debited.taken()) {
          Key balanceKey = Balances.key(taken.balance(), key.shard());
          Balance balance = records.get(balanceKey, Balance.class);
          if (balance != null) {
            decision.put(balanceKey, balance.restore(taken.amount(), taken.generation()));
          }
        }
        decision.put(key, new Participation.Settled(expiresAt));
      }
      case null -> {
        if (now.isBefore(expiresAt)) {
          decision.put(key, new Participation.Settled(expiresAt));
        }
      }
      case Participation.Declined declined -> {}
      case Participation.Settled settled -> {}
    }
    return decision
        .send(
            new SagaMessage.Undone(
                message.transaction(), message.order(), message.coordinator(), key.shard()))
        .build();
  }

  /** What it took is taken for good. */
  public Decision keep(Records records, SagaMessage.Keep message) {
    Key key = key(message.transaction(), message.to());
    if (!(records.get(key) instanceof Participation.Debited)) {
      return Decision.NOTHING;
    }
    Instant expiresAt = settings.remembered(message.quietAfter());
    return Decision.builder().put(key, new Participation.Settled(expiresAt)).build();
  }

  /** It has not heard the outcome: it votes again. */
  public Decision wake(Key key, Participation.Debited debited, Instant now) {
    TransactionId transaction = new TransactionId(key.id());
    int votes = debited.votes() + 1;
    return Decision.builder()
        .put(
            key,
            new Participation.Debited(
                debited.order(),
                debited.coordinator(),
                debited.taken(),
                debited.deadline(),
                votes,
                settings.resendAt(now, transaction, votes)))
        .send(
            new SagaMessage.Debited(
                transaction,
                debited.order(),
                debited.coordinator(),
                key.shard(),
                debited.deadline()))
        .build();
  }

  private static @Nullable Participation known(Records records, Key key) {
    return (Participation) records.get(key);
  }

  private static SagaMessage.Debited debited(SagaMessage.Debit message) {
    return new SagaMessage.Debited(
        message.transaction(),
        message.order(),
        message.coordinator(),
        message.to(),
        message.deadline());
  }

  private static SagaMessage.Declined declined(SagaMessage.Debit message, Refusal refusal) {
    return new SagaMessage.Declined(
        message.transaction(), message.order(), message.coordinator(), message.to(), refusal);
  }
}
