package tercet.kernel.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.balance.Leases;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;

/** The result of doing a {@link Branch}, which is done wholly or not at all. */
public sealed interface ReserveResult {
  /**
   * It can be done.
   *
   * @param changes to the balances, for the decision of the caller
   */
  record Done(List<Decision.Change> changes, List<Reservation> taken) implements ReserveResult {}

  /** It cannot be done, now or later. */
  record Refused(Refusal refusal) implements ReserveResult {}

  /** Whether it can be done depends on transactions that are undecided. */
  record Busy() implements ReserveResult {}

  /**
   * Tries a part on the balances of its shard.
   *
   * @param origin of the transaction; what is kept for its order is taken first
   * @param change what is done to each balance with the amount that the part names
   */
  static ReserveResult of(
      RecordView records,
      Branch branch,
      Origin origin,
      BiFunction<Balance, Amount, Balance.Change> change) {
    OrderId order = origin.order();
    long generation = origin.generation();
    List<Decision.Change> changes = new ArrayList<>(branch.debits().size());
    List<Reservation> taken = new ArrayList<>(branch.debits().size());
    boolean busy = false;
    for (Debit debit : branch.debits()) {
      Key key = Key.balance(debit.balance(), branch.shard());
      Balance balance = records.get(key, Balance.class);
      if (balance == null) {
        return new Refused(Balances.unknown(debit.balance()));
      }
      switch (Leases.take(balance, order, generation, debit.amount(), change)) {
        case Balance.Change.Made made -> {
          changes.add(new Decision.Change(key, made.balance()));
          taken.add(new Reservation(debit.balance(), debit.amount(), balance.generation()));
        }
        case Balance.Change.Insufficient none -> {
          Balance open = Leases.opened(balance, order, generation);
          return new Refused(Balances.insufficient(debit.balance(), open, debit.amount()));
        }
        case Balance.Change.Busy undecided -> busy = true;
        case Balance.Change.Overflow impossible ->
            throw new IllegalStateException("taking overflowed: " + debit);
      }
    }
    return busy ? new Busy() : new Done(changes, taken);
  }

  /** Gives back what an aborted transaction held, to its order if it was kept for that. */
  static void release(
      RecordView records,
      List<Reservation> taken,
      Origin origin,
      Key participation,
      Decision.Builder decision) {
    settle(
        records,
        taken,
        participation,
        (balance, one) ->
            Leases.release(
                balance, origin.order(), origin.generation(), one.amount(), one.generation()),
        decision);
  }

  /** Takes for good what a transaction held. */
  static void spend(
      RecordView records,
      List<Reservation> taken,
      Origin origin,
      Key participation,
      Decision.Builder decision) {
    settle(
        records,
        taken,
        participation,
        (balance, one) ->
            Leases.spend(
                balance, origin.order(), origin.generation(), one.amount(), one.generation()),
        decision);
  }

  /**
   * Changes those balances of a transaction that still exist.
   *
   * @param change what is done to each
   */
  static void settle(
      RecordView records,
      List<Reservation> taken,
      Key participation,
      BiFunction<Balance, Reservation, Balance> change,
      Decision.Builder decision) {
    for (Reservation one : taken) {
      Key key = Key.balance(one.balance(), participation.shard());
      Balance balance = records.get(key, Balance.class);
      if (balance != null) {
        decision.put(key, change.apply(balance, one));
      }
    }
  }
}
