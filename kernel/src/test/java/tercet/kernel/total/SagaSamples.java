package tercet.kernel.total;

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
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;

final class SagaSamples implements Samples {

  @Override
  public List<Map<Key, StoredRecord>> orders() {
    Transaction full = States.transaction(T1, PAYMENT_PART, STOCK_PART);
    Transaction other = States.transaction(T2, PAYMENT_PART, STOCK_PART);
    return States.orders(
        List.of(
            debiting(full, 0, PAYMENT, STOCK),
            debiting(full, 0, PAYMENT),
            debiting(full, 0, STOCK),
            debiting(full, 1, STOCK),
            debiting(full, 1, PAYMENT),
            debiting(full, 1),
            debiting(States.transaction(T1, PAYMENT_PART), 0, PAYMENT),
            debiting(other, 0, PAYMENT, STOCK),
            compensating(full, PAYMENT, STOCK),
            compensating(full, STOCK),
            compensating(full),
            compensating(other, PAYMENT)));
  }

  private static Saga debiting(Transaction transaction, int step, ShardId... awaiting) {
    return new Saga.Debiting(
        transaction,
        States.waiters(),
        StepOrder.PARALLEL,
        step,
        List.of(awaiting),
        QUIET_AFTER,
        1,
        START);
  }

  private static Saga compensating(Transaction transaction, ShardId... awaiting) {
    return new Saga.Compensating(
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
    List<StoredRecord> known =
        List.of(
            debited(branch, 1, false),
            debited(branch, 2, false),
            debited(branch, 2, true), // of a filling that is no more
            new Tombstone.Declined(Reason.OUT_OF_STOCK, DEADLINE),
            new Tombstone.Settled(DEADLINE));
    List<Map<Key, StoredRecord>> states =
        new ArrayList<>(
            States.combined(
                States.balances(branch), States.choice(States.participation(T1, branch), known)));
    states.addAll(States.holding(branch, debited(branch, 1, true)));
    return states;
  }

  private static Debited debited(Branch branch, long generation, boolean held) {
    Debit debit = branch.debits().getFirst();
    Reservation taken = new Reservation(debit.balance(), debit.amount(), generation);
    return new Debited(States.ORIGIN, List.of(taken), held, DEADLINE, 1, DEADLINE);
  }

  @Override
  public List<Message> toOrder(TransactionId transaction, ShardId from) {
    return List.of(
        new SagaMessage.Debited(transaction, States.ORIGIN, from, DEADLINE),
        new SagaMessage.Declined(transaction, O1, ORDER, from, Reason.OUT_OF_STOCK),
        new SagaMessage.Compensated(transaction, O1, ORDER, from));
  }

  @Override
  public List<Message> toParticipant(TransactionId transaction, Branch branch) {
    return List.of(
        new SagaMessage.Debit(transaction, States.ORIGIN, branch, QUIET_AFTER, DEADLINE),
        new SagaMessage.Compensate(transaction, O1, ORDER, branch, QUIET_AFTER),
        new SagaMessage.Complete(transaction, O1, branch.shard(), QUIET_AFTER));
  }
}
