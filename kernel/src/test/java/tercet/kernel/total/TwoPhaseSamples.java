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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tercet.kernel.balance.Balance;
import tercet.kernel.command.Reason;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;
import tercet.kernel.twophase.TwoPhaseMessage;

final class TwoPhaseSamples implements Samples {
  private static final OrderId O2 = new OrderId("2");

  @Override
  public List<Map<Key, StoredRecord>> orders() {
    Transaction full = States.transaction(T1, PAYMENT_PART, STOCK_PART);
    Transaction other = States.transaction(T2, PAYMENT_PART, STOCK_PART);
    return States.orders(
        List.of(
            preparing(full, 0),
            preparing(full, 1),
            preparing(States.transaction(T1, PAYMENT_PART), 0),
            preparing(other, 1),
            committing(full, PAYMENT, STOCK),
            committing(full, STOCK),
            committing(other, PAYMENT)));
  }

  private static TwoPhase preparing(Transaction transaction, int step) {
    return new TwoPhase.Preparing(transaction, States.waiters(), step, QUIET_AFTER, 1, START);
  }

  private static TwoPhase committing(Transaction transaction, ShardId... awaiting) {
    return new TwoPhase.Committing(transaction, List.of(awaiting), QUIET_AFTER, 100, START);
  }

  /** Who stands in a line has a record that says so, and who is the first has the lock. */
  @Override
  public List<Map<Key, StoredRecord>> branches(Branch branch) {
    Key mine = States.participation(T1, branch);
    Key other = States.participation(T2, branch);
    List<StoredRecord> over =
        List.of(
            new Tombstone.Declined(Reason.OUT_OF_STOCK, DEADLINE), new Tombstone.Settled(DEADLINE));
    List<Map<Key, StoredRecord>> states = new ArrayList<>(States.choice(mine, over));
    States.amounts(branch)
        .forEach(balance -> {
          Key key = States.balanceKey(branch);
          states.addAll(States.combined(List.of(Map.of(key, balance)), States.choice(mine, over)));
          states.add(Map.of(key, crowded(balance)));
          states.add(inLineBehindOneThatIsInLine(branch, balance));
          if (balance.covers(branch.debits().getFirst().amount())) {
            Map<Key, StoredRecord> first = Map.of(key, balance.enter(T1), mine, prepared(branch));
            Map<Key, StoredRecord> second = Map.of(key, balance.enter(T2), other, prepared(branch));
            states.add(first);
            states.addAll(States.combined(List.of(second), States.choice(mine, over)));
            states.add(with(first, key, balance.enter(T1).enter(T2), other, queued(branch, 0)));
            states.add(with(second, key, balance.enter(T2).enter(T1), mine, queued(branch, 0)));
            states.add(oneLockedAndInLineForTheOther(branch, balance));
          }
        });
    return states;
  }

  private static Map<Key, StoredRecord> inLineBehindOneThatIsInLine(
      Branch branch, Balance balance) {
    return Map.of(
        States.balanceKey(branch),
        balance.enter(T2).enter(T1),
        Key.balance(wide(branch).debits().getLast().balance(), branch.shard()),
        balance.enter(new TransactionId("another")).enter(T2),
        States.participation(T1, branch),
        queued(branch, 0),
        States.participation(T2, branch),
        queued(wide(branch), 1));
  }

  private static Map<Key, StoredRecord> oneLockedAndInLineForTheOther(
      Branch branch, Balance balance) {
    Branch wide = wide(branch);
    Key next = Key.balance(wide.debits().getLast().balance(), branch.shard());
    return Map.of(
        States.balanceKey(branch),
        balance.enter(T1),
        next,
        balance.enter(T2).enter(T1),
        States.participation(T1, branch),
        queued(wide, 1),
        States.participation(T2, branch),
        prepared(new Branch(branch.shard(), List.of(wide.debits().getLast()))));
  }

  private static Branch wide(Branch branch) {
    Debit debit = branch.debits().getFirst();
    BalanceId next = branch.shard().equals(STOCK) ? new ItemId("9") : new UserId("9");
    return new Branch(branch.shard(), List.of(debit, new Debit(next, new Amount(1))));
  }

  private static Balance crowded(Balance balance) {
    List<TransactionId> line = Collections.nCopies(1_000, new TransactionId("another"));
    return balance.with(balance.amount(), balance.held(), line);
  }

  private static Map<Key, StoredRecord> with(
      Map<Key, StoredRecord> state, Key one, StoredRecord first, Key other, StoredRecord second) {
    Map<Key, StoredRecord> more = new HashMap<>(state);
    more.put(one, first);
    more.put(other, second);
    return more;
  }

  private static Prepared prepared(Branch branch) {
    return new Prepared(new Origin(O2, ORDER, 1, 1), branch, DEADLINE, 1, START);
  }

  private static Queued queued(Branch branch, int locked) {
    return new Queued(new Origin(O2, ORDER, 1, 1), branch, locked, DEADLINE, DEADLINE);
  }

  @Override
  public List<Message> toOrder(TransactionId transaction, ShardId from) {
    return List.of(
        new TwoPhaseMessage.Prepared(transaction, States.ORIGIN, from, DEADLINE),
        new TwoPhaseMessage.Declined(transaction, O1, ORDER, from, Reason.OUT_OF_STOCK),
        new TwoPhaseMessage.Committed(transaction, O1, ORDER, from));
  }

  @Override
  public List<Message> toParticipant(TransactionId transaction, Branch branch) {
    return List.of(
        new TwoPhaseMessage.Prepare(transaction, States.ORIGIN, branch, QUIET_AFTER, DEADLINE),
        new TwoPhaseMessage.Prepare(
            transaction, States.ORIGIN, wide(branch), QUIET_AFTER, DEADLINE),
        new TwoPhaseMessage.Commit(transaction, O1, ORDER, branch.shard(), QUIET_AFTER),
        new TwoPhaseMessage.Abort(transaction, O1, branch.shard(), QUIET_AFTER));
  }
}
