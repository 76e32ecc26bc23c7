package tercet.testing.simulator.canary;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.testing.simulator.world.Wiring;

/** Bugs of try-confirm-cancel. */
final class TccCanaries {
  private TccCanaries() {}

  static Wiring heldButNotSetAside() {
    return tampering((records, input, now, decision) ->
        input instanceof TccMessage.Try
            ? Decisions.each(
                decision,
                stored -> stored instanceof Balance balance ? withoutSettingAside(balance) : stored)
            : decision);
  }

  private static Balance withoutSettingAside(Balance balance) {
    Amount all = balance.amount().plus(balance.held());
    return balance.with(all, balance.held(), balance.lockQueue());
  }

  static Wiring busyRefuses() {
    return tampering((records, input, now, decision) ->
        input instanceof TccMessage.Try attempt
                && decision.messages().stream().anyMatch(TccMessage.Busy.class::isInstance)
            ? refused(records, attempt, decision)
            : decision);
  }

  private static Decision refused(RecordView records, TccMessage.Try attempt, Decision busy) {
    Refusal refusal = scarce(records, attempt.branch());
    if (refusal == null) {
      return busy;
    }
    Key key = Key.participation(attempt.transaction(), attempt.to());
    Instant expiresAt = attempt.deadline().plusSeconds(5);
    Message declined =
        new TccMessage.Declined(
            attempt.transaction(),
            attempt.order(),
            attempt.origin().shard(),
            attempt.to(),
            refusal);
    return Decision.builder()
        .put(key, new Tombstone.Declined(refusal, expiresAt))
        .send(declined)
        .build();
  }

  private static @Nullable Refusal scarce(RecordView records, Branch branch) {
    for (Debit debit : branch.debits()) {
      if (records.get(Key.balance(debit.balance(), branch.shard())) instanceof Balance balance
          && !balance.covers(debit.amount())) {
        return Balances.insufficient(debit.balance(), balance, debit.amount());
      }
    }
    return null;
  }

  static Wiring confirmedBeforePaid() {
    return tampering((records, input, now, decision) ->
        input instanceof TccMessage.Held vote
            ? Decisions.with(
                decision,
                new TccMessage.Confirm(
                    vote.transaction(), vote.order(), vote.from(), vote.deadline()))
            : decision);
  }

  static Wiring cancelLeavesNoTombstone() {
    return tampering((records, input, now, decision) ->
        input instanceof TccMessage.Cancel cancel && known(records, cancel) == null
            ? Decisions.without(decision, change -> true)
            : Unknown.asBefore(input, decision));
  }

  static Wiring attemptsHoldTwice() {
    return deciding((kernel, records, input, now) -> {
      boolean again =
          input instanceof TccMessage.Try attempt
              && known(records, attempt) instanceof Held held
              && held.attempt() < attempt.attempt();
      if (!again) {
        return kernel.decide(records, input, now);
      }
      Key forgotten = Key.participation(((Message) input).transaction(), input.to());
      return kernel.decide(key -> key.equals(forgotten) ? null : records.get(key), input, now);
    });
  }

  static Wiring releasedTwice() {
    return tampering((records, input, now, decision) ->
        input instanceof TccMessage.Cancel
            ? Decisions.without(decision, change -> change.stored() instanceof Tombstone.Settled)
            : decision);
  }

  static Wiring cancelOnlyForVoters() {
    return tampering((records, input, now, decision) -> {
      if (!(before(records, input) instanceof Tcc.Trying trying)) {
        return decision;
      }
      List<ShardId> silent = trying.awaiting();
      Decision told =
          Decisions.withoutMessages(
              decision,
              message ->
                  message instanceof TccMessage.Cancel cancel && silent.contains(cancel.to()));
      return Decisions.each(told, stored -> withoutWaitingFor(stored, silent));
    });
  }

  private static @Nullable StoredRecord withoutWaitingFor(
      @Nullable StoredRecord stored, List<ShardId> silent) {
    if (!(stored instanceof Tcc.Cancelling cancelling)) {
      return stored;
    }
    List<ShardId> awaiting = new ArrayList<>(cancelling.awaiting());
    awaiting.removeAll(silent);
    return awaiting.isEmpty()
        ? stored
        : new Tcc.Cancelling(
            cancelling.transaction(),
            cancelling.waiters(),
            cancelling.refusal(),
            awaiting,
            cancelling.noneValidAfter(),
            cancelling.sends(),
            cancelling.wakeAt());
  }

  private static @Nullable Tcc before(RecordView records, Input input) {
    return switch (input) {
      case TccMessage.ToCoordinator vote ->
          records.get(Key.transaction(vote.order(), vote.to()), Tcc.class);
      case Input.TimerFired wakeup when wakeup.key().kind() == RecordKind.TRANSACTION ->
          records.get(wakeup.key(), Tcc.class);
      default -> null;
    };
  }

  static Wiring triedAfterTheDeadline() {
    return deciding((kernel, records, input, now) -> {
      if (!(before(records, input) instanceof Tcc.Trying trying)
          || now.isBefore(trying.transaction().deadline())) {
        return kernel.decide(records, input, now);
      }
      Instant last = trying.transaction().deadline().minusMillis(1);
      Instant soon = now.plusMillis(50);
      return Decisions.each(
          kernel.decide(records, input, last),
          stored -> stored instanceof Tcc.Trying going ? wakingAt(going, soon) : stored);
    });
  }

  static Tcc wakingAt(Tcc.Trying trying, Instant wakeAt) {
    return new Tcc.Trying(
        trying.transaction(),
        trying.waiters(),
        trying.attempt(),
        trying.step(),
        trying.awaiting(),
        trying.noneValidAfter(),
        trying.sends(),
        wakeAt);
  }

  static Wiring lateTryAccepted() {
    return deciding((kernel, records, input, now) ->
        input instanceof TccMessage.Try attempt && !now.isBefore(attempt.validUntil())
            ? kernel.decide(records, input, attempt.validUntil().minusMillis(1))
            : kernel.decide(records, input, now));
  }

  static Wiring firstHoldOnly() {
    return tampering((records, input, now, decision) -> {
      if (!(input instanceof TccMessage.Try attempt) || attempt.branch().debits().size() < 2) {
        return decision;
      }
      Debit last = attempt.branch().debits().getLast();
      Key spared = Key.balance(last.balance(), attempt.to());
      return Decisions.without(decision, change -> change.key().equals(spared));
    });
  }

  static Wiring releasedIntoNewFilling() {
    return tampering((records, input, now, decision) -> {
      if (!(input instanceof TccMessage.Cancel cancel)
          || !(known(records, cancel) instanceof Held held)) {
        return decision;
      }
      List<Decision.Change> changes = new ArrayList<>(decision.changes());
      for (Reservation taken : held.taken()) {
        Key key = Key.balance(taken.balance(), cancel.to());
        if (records.get(key) instanceof Balance balance
            && balance.generation() != taken.generation()) {
          changes.removeIf(change -> change.key().equals(key));
          Balance restored = balance.withAmount(balance.amount().plus(taken.amount()));
          changes.add(new Decision.Change(key, restored));
        }
      }
      return new Decision(changes, decision.messages(), decision.replies());
    });
  }

  private static @Nullable StoredRecord known(RecordView records, TccMessage message) {
    return records.get(Key.participation(message.transaction(), message.to()));
  }

  private static Wiring tampering(Tampering tampering) {
    return tampering;
  }

  private static Wiring deciding(Deciding deciding) {
    return deciding;
  }
}
