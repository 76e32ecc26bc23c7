package tercet.simulator.canary;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Amount;
import tercet.kernel.Decision;
import tercet.kernel.Key;
import tercet.kernel.Message;
import tercet.kernel.Records;
import tercet.kernel.Stored;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.command.Refusal;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Part;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.TransactionKeys;
import tercet.simulator.world.Wiring;

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
    return balance.with(all, balance.held(), balance.line());
  }

  static Wiring busyRefuses() {
    return tampering((records, input, now, decision) ->
        input instanceof TccMessage.Try attempt
                && decision.messages().stream().anyMatch(TccMessage.Busy.class::isInstance)
            ? refused(records, attempt)
            : decision);
  }

  private static Decision refused(Records records, TccMessage.Try attempt) {
    Refusal refusal = Balances.insufficient(scarce(records, attempt.part()).balance());
    Key key = TransactionKeys.participation(attempt.transaction(), attempt.to());
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

  private static Debit scarce(Records records, Part part) {
    for (Debit debit : part.debits()) {
      if (records.get(Balances.key(debit.balance(), part.shard())) instanceof Balance balance
          && !balance.covers(debit.amount())) {
        return debit;
      }
    }
    return part.debits().getFirst();
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
            : decision);
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
      Key forgotten = TransactionKeys.participation(((Message) input).transaction(), input.to());
      return kernel.decide(key -> key.equals(forgotten) ? null : records.get(key), input, now);
    });
  }

  private static @Nullable Stored known(Records records, TccMessage message) {
    return records.get(TransactionKeys.participation(message.transaction(), message.to()));
  }

  private static Wiring tampering(Tampering tampering) {
    return tampering;
  }

  private static Wiring deciding(Deciding deciding) {
    return deciding;
  }
}
