package tercet.testing.simulator.canary;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Decision;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.Kind;
import tercet.kernel.Records;
import tercet.kernel.ShardId;
import tercet.kernel.Stored;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.command.Answered;
import tercet.kernel.command.Command;
import tercet.kernel.command.Request;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Taken;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionKeys;
import tercet.testing.simulator.world.Wiring;

/** Bugs of deciding. */
final class SagaCanaries {
  private SagaCanaries() {}

  static Wiring noTombstone() {
    return tampering((records, input, now, decision) ->
        input instanceof SagaMessage.Undo undo
                && records.get(TransactionKeys.participation(undo.transaction(), undo.to())) == null
            ? Decisions.without(decision, change -> true)
            : Unknown.asBefore(input, decision));
  }

  static Wiring tombstoneThatVanishes() {
    return tampering((records, input, now, decision) ->
        Decisions.each(
            decision,
            stored -> stored instanceof Tombstone.Settled ? new Tombstone.Settled(now) : stored));
  }

  static Wiring declinedForgotten() {
    return tampering((records, input, now, decision) ->
        Decisions.without(decision, change -> change.stored() instanceof Tombstone.Declined));
  }

  static Wiring undoneTwice() {
    return tampering((records, input, now, decision) ->
        input instanceof SagaMessage.Undo
            ? Decisions.without(decision, change -> change.stored() instanceof Tombstone.Settled)
            : decision);
  }

  static Wiring keptBeforePaid() {
    return tampering((records, input, now, decision) ->
        input instanceof SagaMessage.Debited vote
            ? Decisions.with(
                decision,
                new SagaMessage.Keep(
                    vote.transaction(), vote.order(), vote.from(), vote.deadline()))
            : decision);
  }

  static Wiring undoOnlyForVoters() {
    return tampering((records, input, now, decision) -> {
      if (!(before(records, input) instanceof Saga.Debiting debiting)) {
        return decision;
      }
      List<ShardId> silent = debiting.awaiting();
      Decision told =
          Decisions.withoutMessages(
              decision,
              message -> message instanceof SagaMessage.Undo undo && silent.contains(undo.to()));
      return Decisions.each(told, stored -> withoutWaitingFor(stored, silent));
    });
  }

  private static @Nullable Saga before(Records records, Input input) {
    return switch (input) {
      case SagaMessage.ToCoordinator vote ->
          records.get(TransactionKeys.open(vote.order(), vote.to()), Saga.class);
      case Input.Wakeup wakeup when wakeup.key().kind() == Kind.TRANSACTION ->
          records.get(wakeup.key(), Saga.class);
      default -> null;
    };
  }

  private static @Nullable Stored withoutWaitingFor(@Nullable Stored stored, List<ShardId> silent) {
    if (!(stored instanceof Saga.Undoing undoing)) {
      return stored;
    }
    List<ShardId> awaiting = new ArrayList<>(undoing.awaiting());
    awaiting.removeAll(silent);
    return awaiting.isEmpty()
        ? stored
        : new Saga.Undoing(
            undoing.transaction(),
            undoing.waiters(),
            undoing.refusal(),
            awaiting,
            undoing.quietAfter(),
            undoing.sends(),
            undoing.wakeAt());
  }

  static Wiring deadlineIgnored() {
    return deciding((kernel, records, input, now) -> {
      if (!(before(records, input) instanceof Saga.Debiting debiting)
          || now.isBefore(debiting.transaction().deadline())) {
        return kernel.decide(records, input, now);
      }
      Instant last = debiting.transaction().deadline().minusMillis(1);
      Instant soon = now.plusMillis(50);
      return Decisions.each(
          kernel.decide(records, input, last),
          stored -> stored instanceof Saga.Debiting going ? wakingAt(going, soon) : stored);
    });
  }

  private static Saga wakingAt(Saga.Debiting saga, Instant wakeAt) {
    return new Saga.Debiting(
        saga.transaction(),
        saga.waiters(),
        saga.stepOrder(),
        saga.step(),
        saga.awaiting(),
        saga.quietAfter(),
        saga.sends(),
        wakeAt);
  }

  static Wiring quietAfterForgotten() {
    return tampering((records, input, now, decision) -> {
      if (!(before(records, input) instanceof Saga.Debiting before)) {
        return decision;
      }
      return Decisions.each(
          decision,
          stored ->
              stored instanceof Saga.Debiting next && next.step() > before.step()
                  ? quietAfter(next, lastValid(decision))
                  : stored);
    });
  }

  private static Instant lastValid(Decision decision) {
    return decision.messages().stream()
        .filter(SagaMessage.Debit.class::isInstance)
        .map(debit -> ((SagaMessage.Debit) debit).validUntil())
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private static Saga quietAfter(Saga.Debiting saga, Instant quietAfter) {
    return new Saga.Debiting(
        saga.transaction(),
        saga.waiters(),
        saga.stepOrder(),
        saga.step(),
        saga.awaiting(),
        quietAfter,
        saga.sends(),
        saga.wakeAt());
  }

  static Wiring lateDebitAccepted() {
    return deciding((kernel, records, input, now) ->
        input instanceof SagaMessage.Debit debit && !now.isBefore(debit.validUntil())
            ? kernel.decide(records, input, debit.validUntil().minusMillis(1))
            : kernel.decide(records, input, now));
  }

  static Wiring firstDebitOnly() {
    return tampering((records, input, now, decision) -> {
      if (!(input instanceof SagaMessage.Debit debit) || debit.part().debits().size() < 2) {
        return decision;
      }
      Debit last = debit.part().debits().getLast();
      Key spared = Balances.key(last.balance(), debit.to());
      return Decisions.without(decision, change -> change.key().equals(spared));
    });
  }

  static Wiring restoredIntoNewFilling() {
    return tampering((records, input, now, decision) -> {
      if (!(input instanceof SagaMessage.Undo undo)
          || !(records.get(TransactionKeys.participation(undo.transaction(), undo.to()))
              instanceof Debited debited)) {
        return decision;
      }
      List<Decision.Change> changes = new ArrayList<>(decision.changes());
      for (Taken taken : debited.taken()) {
        Key key = Balances.key(taken.balance(), undo.to());
        if (records.get(key) instanceof Balance balance) {
          changes.removeIf(change -> change.key().equals(key));
          Balance restored = balance.withAmount(balance.amount().plus(taken.amount()));
          changes.add(new Decision.Change(key, restored));
        }
      }
      return new Decision(changes, decision.messages(), decision.replies());
    });
  }

  static Wiring answersForgotten() {
    return tampering((records, input, now, decision) ->
        input instanceof Request request && request.command() instanceof Command.Action
            ? Decisions.without(decision, change -> change.stored() instanceof Answered)
            : decision);
  }

  private static Wiring tampering(Tampering tampering) {
    return tampering;
  }

  private static Wiring deciding(Deciding deciding) {
    return deciding;
  }
}
