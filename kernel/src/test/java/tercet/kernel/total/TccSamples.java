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
import tercet.kernel.Key;
import tercet.kernel.Message;
import tercet.kernel.ShardId;
import tercet.kernel.Stored;
import tercet.kernel.TransactionId;
import tercet.kernel.command.Refusal;
import tercet.kernel.tcc.Held;
import tercet.kernel.tcc.Released;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Part;
import tercet.kernel.transaction.Taken;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;

final class TccSamples implements Samples {

  @Override
  public List<Map<Key, Stored>> orders() {
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
        Refusal.OUT_OF_STOCK,
        List.of(awaiting),
        QUIET_AFTER,
        100,
        START);
  }

  @Override
  public List<Map<Key, Stored>> parts(Part part) {
    List<Stored> nothingHeld =
        List.of(
            held(part, AT_ONCE, 2), // of a filling that is no more
            new Released(AT_ONCE, DEADLINE),
            new Tombstone.Declined(Refusal.OUT_OF_STOCK, DEADLINE),
            new Tombstone.Settled(DEADLINE));
    Key participation = States.participation(T1, part);
    List<Map<Key, Stored>> states =
        new ArrayList<>(
            States.combined(States.balances(part), States.choice(participation, nothingHeld)));
    states.addAll(States.holding(part, held(part, AT_ONCE, 1)));
    states.addAll(States.holding(part, held(part, IN_TURN, 1)));
    return states;
  }

  private static Held held(Part part, int attempt, long generation) {
    Debit debit = part.debits().getFirst();
    Taken taken = new Taken(debit.balance(), debit.amount(), generation);
    return new Held(States.ORIGIN, List.of(taken), attempt, DEADLINE, 1, DEADLINE);
  }

  @Override
  public List<Message> toOrder(TransactionId transaction, ShardId from) {
    return List.of(
        new TccMessage.Held(transaction, States.ORIGIN, from, AT_ONCE, DEADLINE),
        new TccMessage.Held(transaction, States.ORIGIN, from, IN_TURN, DEADLINE),
        new TccMessage.Busy(transaction, O1, ORDER, from, AT_ONCE),
        new TccMessage.Busy(transaction, O1, ORDER, from, IN_TURN),
        new TccMessage.Declined(transaction, O1, ORDER, from, Refusal.OUT_OF_STOCK),
        new TccMessage.Cancelled(transaction, O1, ORDER, from));
  }

  @Override
  public List<Message> toParticipant(TransactionId transaction, Part part) {
    return List.of(
        new TccMessage.Try(transaction, States.ORIGIN, part, AT_ONCE, QUIET_AFTER, DEADLINE),
        new TccMessage.Try(transaction, States.ORIGIN, part, IN_TURN, QUIET_AFTER, DEADLINE),
        new TccMessage.Release(transaction, O1, part, AT_ONCE, QUIET_AFTER),
        new TccMessage.Cancel(transaction, O1, ORDER, part, QUIET_AFTER),
        new TccMessage.Confirm(transaction, O1, part.shard(), QUIET_AFTER));
  }
}
