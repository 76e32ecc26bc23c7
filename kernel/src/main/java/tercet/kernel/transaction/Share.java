package tercet.kernel.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import tercet.kernel.Amount;
import tercet.kernel.Decision;
import tercet.kernel.Key;
import tercet.kernel.Records;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.command.Refusal;

/** What came of doing a {@link Part}, which is done wholly or not at all. */
public sealed interface Share {
  /**
   * It can be done.
   *
   * @param changes to the balances; whoever asked puts them into its decision
   */
  record Done(List<Decision.Change> changes, List<Taken> taken) implements Share {}

  /** It cannot be done, now or later. */
  record Refused(Refusal refusal) implements Share {}

  /** Whether it can be done depends on transactions that are undecided. */
  record Busy() implements Share {}

  /**
   * Tries a part on the balances of its shard.
   *
   * @param change what is done to each balance with the amount that the part names
   */
  static Share of(Records records, Part part, BiFunction<Balance, Amount, Balance.Change> change) {
    List<Decision.Change> changes = new ArrayList<>(part.debits().size());
    List<Taken> taken = new ArrayList<>(part.debits().size());
    boolean busy = false;
    for (Debit debit : part.debits()) {
      Key key = Balances.key(debit.balance(), part.shard());
      Balance balance = records.get(key, Balance.class);
      if (balance == null) {
        return new Refused(Balances.unknown(debit.balance()));
      }
      switch (change.apply(balance, debit.amount())) {
        case Balance.Change.Made made -> {
          changes.add(new Decision.Change(key, made.balance()));
          taken.add(new Taken(debit.balance(), debit.amount(), balance.generation()));
        }
        case Balance.Change.Insufficient none -> {
          return new Refused(Balances.insufficient(debit.balance()));
        }
        case Balance.Change.Busy undecided -> busy = true;
        case Balance.Change.Overflow impossible ->
            throw new IllegalStateException("taking overflowed: " + debit);
      }
    }
    return busy ? new Busy() : new Done(changes, taken);
  }

  /**
   * Changes what is there of the balances that a transaction took from.
   *
   * @param change what is done to each
   */
  static void settle(
      Records records,
      List<Taken> taken,
      Key participation,
      BiFunction<Balance, Taken, Balance> change,
      Decision.Builder decision) {
    for (Taken one : taken) {
      Key key = Balances.key(one.balance(), participation.shard());
      Balance balance = records.get(key, Balance.class);
      if (balance != null) {
        decision.put(key, change.apply(balance, one));
      }
    }
  }
}
