package tercet.testing.simulator.canary;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionKeys;
import tercet.testing.simulator.world.Wiring;

/** Bugs of deciding. */
final class SagaCanaries {
  private SagaCanaries() {}

  static Wiring noTombstone() {
    return tampering((records, input, now, decision) ->
        input instanceof SagaMessage.Compensate compensate
                && records.get(
                        TransactionKeys.participation(compensate.transaction(), compensate.to()))
                    == null
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

  static Wiring compensatedTwice() {
    return tampering((records, input, now, decision) ->
        input instanceof SagaMessage.Compensate
            ? Decisions.without(decision, change -> change.stored() instanceof Tombstone.Settled)
            : decision);
  }

  static Wiring keptBeforePaid() {
    return tampering((records, input, now, decision) ->
        input instanceof SagaMessage.Debited vote
            ? Decisions.with(
                decision,
                new SagaMessage.Complete(
                    vote.transaction(), vote.order(), vote.from(), vote.deadline()))
            : decision);
  }

  static Wiring compensateOnlyVoters() {
    return tampering((records, input, now, decision) -> {
      if (!(before(records, input) instanceof Saga.Debiting debiting)) {
        return decision;
      }
      List<ShardId> silent = debiting.awaiting();
      Decision told =
          Decisions.withoutMessages(
              decision,
              message ->
                  message instanceof SagaMessage.Compensate compensate
                      && silent.contains(compensate.to()));
      return Decisions.each(told, stored -> withoutWaitingFor(stored, silent));
    });
  }

  private static @Nullable Saga before(RecordView records, Input input) {
    return switch (input) {
      case SagaMessage.ToCoordinator vote ->
          records.get(TransactionKeys.open(vote.order(), vote.to()), Saga.class);
      case Input.TimerFired wakeup when wakeup.key().kind() == RecordKind.TRANSACTION ->
          records.get(wakeup.key(), Saga.class);
      default -> null;
    };
  }

  private static @Nullable StoredRecord withoutWaitingFor(
      @Nullable StoredRecord stored, List<ShardId> silent) {
    if (!(stored instanceof Saga.Compensating compensating)) {
      return stored;
    }
    List<ShardId> awaiting = new ArrayList<>(compensating.awaiting());
    awaiting.removeAll(silent);
    return awaiting.isEmpty()
        ? stored
        : new Saga.Compensating(
            compensating.transaction(),
            compensating.waiters(),
            compensating.refusal(),
            awaiting,
            compensating.noneValidAfter(),
            compensating.sends(),
            compensating.wakeAt());
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
        saga.noneValidAfter(),
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
                  ? noneValidAfter(next, lastValid(decision))
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

  private static Saga noneValidAfter(Saga.Debiting saga, Instant noneValidAfter) {
    return new Saga.Debiting(
        saga.transaction(),
        saga.waiters(),
        saga.stepOrder(),
        saga.step(),
        saga.awaiting(),
        noneValidAfter,
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
      if (!(input instanceof SagaMessage.Debit debit) || debit.branch().debits().size() < 2) {
        return decision;
      }
      Debit last = debit.branch().debits().getLast();
      Key spared = Balances.key(last.balance(), debit.to());
      return Decisions.without(decision, change -> change.key().equals(spared));
    });
  }

  static Wiring restoredIntoNewFilling() {
    return tampering((records, input, now, decision) -> {
      if (!(input instanceof SagaMessage.Compensate compensate)
          || !(records.get(TransactionKeys.participation(compensate.transaction(), compensate.to()))
              instanceof Debited debited)) {
        return decision;
      }
      List<Decision.Change> changes = new ArrayList<>(decision.changes());
      for (Reservation taken : debited.taken()) {
        Key key = Balances.key(taken.balance(), compensate.to());
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
            ? Decisions.without(decision, change -> change.stored() instanceof DedupeRecord)
            : decision);
  }

  private static Wiring tampering(Tampering tampering) {
    return tampering;
  }

  private static Wiring deciding(Deciding deciding) {
    return deciding;
  }
}
