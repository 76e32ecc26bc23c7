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
import tercet.kernel.Amount;
import tercet.kernel.BalanceId;
import tercet.kernel.ItemId;
import tercet.kernel.Key;
import tercet.kernel.Message;
import tercet.kernel.OrderId;
import tercet.kernel.ShardId;
import tercet.kernel.Stored;
import tercet.kernel.TransactionId;
import tercet.kernel.UserId;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Balances;
import tercet.kernel.command.Refusal;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Part;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;
import tercet.kernel.twophase.TwoPhase;
import tercet.kernel.twophase.TwoPhaseMessage;

final class TwoPhaseSamples implements Samples {
  private static final OrderId O2 = new OrderId("2");

  @Override
  public List<Map<Key, Stored>> orders() {
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
  public List<Map<Key, Stored>> parts(Part part) {
    Key mine = States.participation(T1, part);
    Key other = States.participation(T2, part);
    List<Stored> over =
        List.of(
            new Tombstone.Declined(Refusal.OUT_OF_STOCK, DEADLINE),
            new Tombstone.Settled(DEADLINE));
    List<Map<Key, Stored>> states = new ArrayList<>(States.choice(mine, over));
    States.amounts(part)
        .forEach(balance -> {
          Key key = States.balanceKey(part);
          states.addAll(States.combined(List.of(Map.of(key, balance)), States.choice(mine, over)));
          states.add(Map.of(key, crowded(balance)));
          states.add(inLineBehindOneThatIsInLine(part, balance));
          if (balance.covers(part.debits().getFirst().amount())) {
            Map<Key, Stored> first = Map.of(key, balance.enter(T1), mine, prepared(part));
            Map<Key, Stored> second = Map.of(key, balance.enter(T2), other, prepared(part));
            states.add(first);
            states.addAll(States.combined(List.of(second), States.choice(mine, over)));
            states.add(with(first, key, balance.enter(T1).enter(T2), other, queued(part, 0)));
            states.add(with(second, key, balance.enter(T2).enter(T1), mine, queued(part, 0)));
            states.add(oneLockedAndInLineForTheOther(part, balance));
          }
        });
    return states;
  }

  private static Map<Key, Stored> inLineBehindOneThatIsInLine(Part part, Balance balance) {
    return Map.of(
        States.balanceKey(part),
        balance.enter(T2).enter(T1),
        Balances.key(wide(part).debits().getLast().balance(), part.shard()),
        balance.enter(new TransactionId("another")).enter(T2),
        States.participation(T1, part),
        queued(part, 0),
        States.participation(T2, part),
        queued(wide(part), 1));
  }

  private static Map<Key, Stored> oneLockedAndInLineForTheOther(Part part, Balance balance) {
    Part wide = wide(part);
    Key next = Balances.key(wide.debits().getLast().balance(), part.shard());
    return Map.of(
        States.balanceKey(part),
        balance.enter(T1),
        next,
        balance.enter(T2).enter(T1),
        States.participation(T1, part),
        queued(wide, 1),
        States.participation(T2, part),
        prepared(new Part(part.shard(), List.of(wide.debits().getLast()))));
  }

  private static Part wide(Part part) {
    Debit debit = part.debits().getFirst();
    BalanceId next = part.shard().equals(STOCK) ? new ItemId("9") : new UserId("9");
    return new Part(part.shard(), List.of(debit, new Debit(next, new Amount(1))));
  }

  private static Balance crowded(Balance balance) {
    List<TransactionId> line = Collections.nCopies(1_000, new TransactionId("another"));
    return balance.with(balance.amount(), balance.held(), line);
  }

  private static Map<Key, Stored> with(
      Map<Key, Stored> state, Key one, Stored first, Key other, Stored second) {
    Map<Key, Stored> more = new HashMap<>(state);
    more.put(one, first);
    more.put(other, second);
    return more;
  }

  private static Prepared prepared(Part part) {
    return new Prepared(new Origin(O2, ORDER, 1, 1), part, DEADLINE, 1, START);
  }

  private static Queued queued(Part part, int locked) {
    return new Queued(new Origin(O2, ORDER, 1, 1), part, locked, DEADLINE, DEADLINE);
  }

  @Override
  public List<Message> toOrder(TransactionId transaction, ShardId from) {
    return List.of(
        new TwoPhaseMessage.Prepared(transaction, States.ORIGIN, from, DEADLINE),
        new TwoPhaseMessage.Declined(transaction, O1, ORDER, from, Refusal.OUT_OF_STOCK),
        new TwoPhaseMessage.Committed(transaction, O1, ORDER, from));
  }

  @Override
  public List<Message> toParticipant(TransactionId transaction, Part part) {
    return List.of(
        new TwoPhaseMessage.Prepare(transaction, States.ORIGIN, part, QUIET_AFTER, DEADLINE),
        new TwoPhaseMessage.Prepare(transaction, States.ORIGIN, wide(part), QUIET_AFTER, DEADLINE),
        new TwoPhaseMessage.Commit(transaction, O1, ORDER, part.shard(), QUIET_AFTER),
        new TwoPhaseMessage.Abort(transaction, O1, part.shard(), QUIET_AFTER));
  }
}
