package tercet.kernel.total;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tercet.kernel.Amount;
import tercet.kernel.BalanceId;
import tercet.kernel.ItemId;
import tercet.kernel.Key;
import tercet.kernel.Kind;
import tercet.kernel.OrderId;
import tercet.kernel.Service;
import tercet.kernel.ShardId;
import tercet.kernel.Stored;
import tercet.kernel.TransactionId;
import tercet.kernel.UserId;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Answered;
import tercet.kernel.command.Claimed;
import tercet.kernel.command.CommandId;
import tercet.kernel.command.Refusal;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.order.Line;
import tercet.kernel.order.Order;
import tercet.kernel.saga.Debited;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.Part;
import tercet.kernel.transaction.Taken;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.transaction.Waiter;

/** What a shard of each service may have stored, in every combination. */
final class States {
  static final Instant START = Instant.EPOCH;
  static final Instant DEADLINE = START.plusSeconds(5);
  static final ShardId ORDER = new ShardId(Service.ORDER, 0);
  static final ShardId STOCK = new ShardId(Service.STOCK, 0);
  static final ShardId PAYMENT = new ShardId(Service.PAYMENT, 0);
  static final OrderId O1 = new OrderId("1");
  static final ItemId APPLE = new ItemId("1");
  static final UserId ANN = new UserId("1");
  static final CommandId C1 = new CommandId("t1", false);
  static final CommandId KEYED = new CommandId("t2", true);
  static final TransactionId T1 = new TransactionId(C1.value());
  static final TransactionId T2 = new TransactionId(KEYED.value());
  static final Part STOCK_PART = new Part(STOCK, List.of(new Debit(APPLE, new Amount(2))));
  static final Part PAYMENT_PART = new Part(PAYMENT, List.of(new Debit(ANN, new Amount(6))));

  private static final List<Line> LINES = List.of(new Line(APPLE, new Amount(2), new Amount(6)));

  private States() {}

  static List<Map<Key, Stored>> of(ShardId shard) {
    return switch (shard.service()) {
      case ORDER ->
          combined(
              choice(Kind.ORDER, O1.value(), shard, orders()),
              choice(Kind.TRANSACTION, O1.value(), shard, sagas()),
              choice(Kind.RECENT_ANSWER, C1.value(), shard, answers()),
              choice(Kind.CLAIM, "key", shard, claims()));
      case STOCK ->
          combined(
              choice(Kind.ITEM, APPLE.value(), shard, items()),
              choice(Kind.PARTICIPATION, T1.value(), shard, participations(APPLE)),
              choice(Kind.RECENT_ANSWER, C1.value(), shard, answers()));
      case PAYMENT ->
          combined(
              choice(Kind.ACCOUNT, ANN.value(), shard, accounts()),
              choice(Kind.PARTICIPATION, T1.value(), shard, participations(ANN)),
              choice(Kind.ANSWER, KEYED.value(), shard, answers()));
    };
  }

  private static List<Map<Key, Stored>> choice(
      Kind kind, String id, ShardId shard, List<? extends Stored> records) {
    List<Map<Key, Stored>> choices = new ArrayList<>();
    choices.add(Map.of());
    records.forEach(record -> choices.add(Map.of(new Key(kind, shard, id), record)));
    return choices;
  }

  @SafeVarargs
  private static List<Map<Key, Stored>> combined(List<Map<Key, Stored>>... choices) {
    List<Map<Key, Stored>> all = List.of(Map.of());
    for (List<Map<Key, Stored>> choice : choices) {
      List<Map<Key, Stored>> more = new ArrayList<>();
      for (Map<Key, Stored> begun : all) {
        for (Map<Key, Stored> added : choice) {
          Map<Key, Stored> both = new HashMap<>(begun);
          both.putAll(added);
          more.add(both);
        }
      }
      all = more;
    }
    return all;
  }

  private static List<Order> orders() {
    Order.Unpaid full = new Order.Unpaid(ANN, LINES, 1);
    return List.of(
        new Order.Unpaid(ANN, List.of(), 1),
        full,
        new Order.Unpaid(ANN, LINES, 2),
        full.paidBy(T1));
  }

  private static List<Saga> sagas() {
    Transaction full = transaction(T1, PAYMENT_PART, STOCK_PART);
    Transaction empty = transaction(T1, PAYMENT_PART);
    return Stream.of(
            debiting(full, 0, PAYMENT, STOCK),
            debiting(full, 0, PAYMENT),
            debiting(full, 0, STOCK),
            debiting(full, 1, STOCK),
            debiting(full, 1, PAYMENT),
            debiting(full, 1),
            debiting(empty, 0, PAYMENT),
            debiting(transaction(T2, PAYMENT_PART, STOCK_PART), 0, PAYMENT, STOCK),
            undoing(full, PAYMENT, STOCK),
            undoing(full, STOCK),
            undoing(full),
            undoing(transaction(T2, PAYMENT_PART, STOCK_PART), PAYMENT))
        .flatMap(saga -> Stream.of(saga, saga.withWaiters(List.of())))
        .toList();
  }

  private static Transaction transaction(TransactionId id, Part... parts) {
    return new Transaction(id, O1, 1, DEADLINE, List.of(parts));
  }

  private static Saga debiting(Transaction transaction, int step, ShardId... awaiting) {
    return new Saga.Debiting(
        transaction,
        waiters(),
        StepOrder.PARALLEL,
        step,
        List.of(awaiting),
        START.plusSeconds(2),
        1,
        START);
  }

  private static Saga undoing(Transaction transaction, ShardId... awaiting) {
    return new Saga.Undoing(
        transaction,
        waiters(),
        Refusal.OUT_OF_STOCK,
        List.of(awaiting),
        START.plusSeconds(2),
        100,
        START);
  }

  private static List<Waiter> waiters() {
    ReplyAddress address = new ReplyAddress("node", 0);
    return Stream.of(C1, KEYED)
        .map(id -> new Waiter(id.answerKey(ORDER), address, START.plusSeconds(60)))
        .toList();
  }

  private static List<Answered> answers() {
    return List.of(new Answered(new Answer.Refused(Refusal.OUT_OF_CREDIT), DEADLINE));
  }

  private static List<Claimed> claims() {
    return List.of(new Claimed("this", "id1", DEADLINE), new Claimed("another", "id2", DEADLINE));
  }

  private static List<Item> items() {
    return amounts().map(amount -> new Item(amount, new Amount(3), 1)).toList();
  }

  private static List<Account> accounts() {
    return amounts().map(amount -> new Account(amount, 1)).toList();
  }

  private static Stream<Amount> amounts() {
    return Stream.of(0L, 1L, 6L, Amount.MAX, Amount.MAX + 6).map(Amount::new);
  }

  private static List<Stored> participations(BalanceId balance) {
    return List.of(
        debited(new Taken(balance, new Amount(2), 1)),
        debited(new Taken(balance, new Amount(2), 2)),
        new Tombstone.Declined(Refusal.OUT_OF_STOCK, DEADLINE),
        new Tombstone.Settled(DEADLINE));
  }

  private static Debited debited(Taken taken) {
    return new Debited(O1, ORDER, List.of(taken), DEADLINE, 1, DEADLINE);
  }
}
