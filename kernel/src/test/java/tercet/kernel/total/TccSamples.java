package tercet.kernel.total;

import static tercet.kernel.tcc.Tcc.Trying.AT_ONCE;
import static tercet.kernel.tcc.Tcc.Trying.IN_TURN;
import static tercet.kernel.total.States.DEADLINE;
import static tercet.kernel.total.States.O1;
import static tercet.kernel.total.States.ORDER;
import static tercet.kernel.total.States.PAYMENT;
import static tercet.kernel.total.States.PAYMENT_PART;
import static tercet.kernel.total.States.START;
import static tercet.kernel.total.States.STOCK;
import static tercet.kernel.total.States.STOCK_PART;
import static tercet.kernel.total.States.T1;
import static tercet.kernel.total.States.T2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;

final class TccSamples implements Samples {

  @Override
  public List<Map<Key, StoredRecord>> orders() {
    Transaction full = States.transaction(T1, PAYMENT_PART, STOCK_PART);
    Transaction other = States.transaction(T2, PAYMENT_PART, STOCK_PART);
    return States.orders(
        List.of(
            trying(full, AT_ONCE, 0, PAYMENT, STOCK),
            trying(full, AT_ONCE, 0, PAYMENT),
            trying(full, AT_ONCE, 0, STOCK),
            trying(full, IN_TURN, 0, PAYMENT),
            trying(full, IN_TURN, 1, STOCK),
            trying(States.transaction(T1, PAYMENT_PART), AT_ONCE, 0, PAYMENT),
            trying(other, AT_ONCE, 0, PAYMENT, STOCK),
            cancelling(full, PAYMENT, STOCK),
            cancelling(full, STOCK),
            cancelling(other, PAYMENT)));
  }

  private static Tcc trying(Transaction transaction, int attempt, int step, ShardId... awaiting) {
    return new Tcc.Trying(
        transaction, States.waiters(), attempt, step, List.of(awaiting), QUIET_AFTER, 1, START);
  }

  private static Tcc cancelling(Transaction transaction, ShardId... awaiting) {
    return new Tcc.Cancelling(
        transaction,
        States.waiters(),
        Reason.OUT_OF_STOCK,
        List.of(awaiting),
        QUIET_AFTER,
        100,
        START);
  }

  @Override
  public List<Map<Key, StoredRecord>> branches(Branch branch) {
    List<StoredRecord> nothingHeld =
        List.of(
            held(branch, AT_ONCE, 2), // of a filling that is no more
            new Released(AT_ONCE, DEADLINE),
            new Tombstone.Declined(Reason.OUT_OF_STOCK, DEADLINE),
            new Tombstone.Settled(DEADLINE));
    Key participation = States.participation(T1, branch);
    List<Map<Key, StoredRecord>> states =
        new ArrayList<>(
            States.combined(States.balances(branch), States.choice(participation, nothingHeld)));
    states.addAll(States.holding(branch, held(branch, AT_ONCE, 1)));
    states.addAll(States.holding(branch, held(branch, IN_TURN, 1)));
    return states;
  }

  private static Held held(Branch branch, int attempt, long generation) {
    Debit debit = branch.debits().getFirst();
    Reservation taken = new Reservation(debit.balance(), debit.amount(), generation);
    return new Held(States.ORIGIN, List.of(taken), attempt, DEADLINE, 1, DEADLINE);
  }

  @Override
  public List<Message> toOrder(TransactionId transaction, ShardId from) {
    return List.of(
        new TccMessage.Held(transaction, States.ORIGIN, from, AT_ONCE, DEADLINE),
        new TccMessage.Held(transaction, States.ORIGIN, from, IN_TURN, DEADLINE),
        new TccMessage.Busy(transaction, O1, ORDER, from, AT_ONCE),
        new TccMessage.Busy(transaction, O1, ORDER, from, IN_TURN),
        new TccMessage.Declined(transaction, O1, ORDER, from, Reason.OUT_OF_STOCK),
        new TccMessage.Cancelled(transaction, O1, ORDER, from));
  }

  @Override
  public List<Message> toParticipant(TransactionId transaction, Branch branch) {
    return List.of(
        new TccMessage.Try(transaction, States.ORIGIN, branch, AT_ONCE, QUIET_AFTER, DEADLINE),
        new TccMessage.Try(transaction, States.ORIGIN, branch, IN_TURN, QUIET_AFTER, DEADLINE),
        new TccMessage.Release(transaction, O1, branch, AT_ONCE, QUIET_AFTER),
        new TccMessage.Cancel(transaction, O1, ORDER, branch, QUIET_AFTER),
        new TccMessage.Confirm(transaction, O1, branch.shard(), QUIET_AFTER));
  }
}
