package tercet.testing.simulator.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionKeys;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;
import tercet.kernel.twophase.TwoPhaseMessage;
import tercet.testing.simulator.world.Wiring;

/** Bugs of two-phase commit and of its locks. */
final class TwoPhaseCanaries {
  private TwoPhaseCanaries() {}

  static Wiring unlockedByAnother() {
    return tampering((records, input, now, decision) -> {
      boolean leaves =
          decision.changes().stream()
              .anyMatch(change ->
                  change.stored() instanceof Tombstone
                      && records.get(change.key()) instanceof Queued);
      return leaves && !(input instanceof TwoPhaseMessage.Commit)
          ? Decisions.each(
              decision, stored -> stored instanceof Balance balance ? unlocked(balance) : stored)
          : decision;
    });
  }

  private static Balance unlocked(Balance balance) {
    return balance.with(balance.amount(), balance.held(), List.of());
  }

  static Wiring committedForgotten() {
    return tampering((records, input, now, decision) ->
        Decisions.each(
            Unknown.asBefore(input, decision),
            stored -> stored instanceof TwoPhase.Committing ? null : stored));
  }

  static Wiring abortPresumedTooSoon() {
    return tampering((records, input, now, decision) ->
        input instanceof TwoPhaseMessage.Prepared vote
                && decision.equals(Decision.builder().build())
                && OpenTransaction.find(
                        records,
                        TransactionKeys.open(vote.order(), vote.to()),
                        vote.transaction(),
                        TwoPhase.class)
                    instanceof TwoPhase.Preparing
            ? Decisions.with(
                decision,
                new TwoPhaseMessage.Abort(
                    vote.transaction(), vote.order(), vote.from(), vote.deadline()))
            : decision);
  }

  /** Takes with each promise, and corrects what the kernel does when it hears the outcome. */
  static Wiring takenWithThePromise() {
    return tampering((records, input, now, decision) -> {
      List<Decision.Change> changes = new ArrayList<>(decision.changes());
      for (Decision.Change change : decision.changes()) {
        boolean wasPrepared = records.get(change.key()) instanceof Prepared;
        if (change.stored() instanceof Prepared promise && !wasPrepared) {
          add(changes, records, promise.branch(), -1);
        } else if (change.stored() instanceof Tombstone
            && records.get(change.key()) instanceof Prepared before) {
          add(changes, records, before.branch(), 1);
        }
      }
      return new Decision(changes, decision.messages(), decision.replies());
    });
  }

  private static void add(
      List<Decision.Change> changes, RecordView records, Branch branch, int direction) {
    for (Debit debit : branch.debits()) {
      Key key = Balances.key(debit.balance(), branch.shard());
      Balance balance = (Balance) Objects.requireNonNull(latest(changes, records, key));
      long amount = balance.amount().value() + direction * debit.amount().value();
      changes.removeIf(change -> change.key().equals(key));
      changes.add(new Decision.Change(key, balance.withAmount(new Amount(Math.max(0, amount)))));
    }
  }

  private static @Nullable StoredRecord latest(
      List<Decision.Change> changes, RecordView records, Key key) {
    for (Decision.Change change : changes) {
      if (change.key().equals(key)) {
        return change.stored();
      }
    }
    return records.get(key);
  }

  static Wiring readersDoNotWait() {
    return deciding((kernel, records, input, now) ->
        input instanceof Request request && request.command() instanceof Command.FindBalance
            ? kernel.decide(
                key ->
                    records.get(key) instanceof Balance balance
                        ? unlocked(balance)
                        : records.get(key),
                input,
                now)
            : kernel.decide(records, input, now));
  }

  private static Wiring tampering(Tampering tampering) {
    return tampering;
  }

  private static Wiring deciding(Deciding deciding) {
    return deciding;
  }
}
