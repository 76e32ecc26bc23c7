package tercet.kernel.total;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Line;
import tercet.kernel.command.Reason;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Ruling;
import tercet.kernel.transaction.Transaction;

/** The records of a shard of each service, in every combination of one protocol. */
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
  static final Branch STOCK_PART = new Branch(STOCK, List.of(new Debit(APPLE, new Amount(2))));
  static final Branch PAYMENT_PART = new Branch(PAYMENT, List.of(new Debit(ANN, new Amount(6))));

  static final Order.Unpaid FULL =
      new Order.Unpaid(ANN, List.of(new Line(APPLE, new Amount(2), new Amount(6))), 1);

  static final Origin ORIGIN = new Origin(O1, ORDER, 1, 1);

  private States() {}

  static List<Map<Key, StoredRecord>> of(ShardId shard, Samples samples) {
    return switch (shard.service()) {
      case ORDER ->
          combined(
              samples.orders(),
              ruledOrAnswered(shard),
              choice(new Key(RecordKind.CLAIM, shard, "key"), claims()));
      case STOCK ->
          combined(samples.branches(STOCK_PART), choice(Key.answer(C1, shard), answers()));
      case PAYMENT ->
          combined(samples.branches(PAYMENT_PART), choice(Key.answer(KEYED, shard), answers()));
    };
  }

  /** An operator may have ruled on it; then no client waits for an answer. */
  private static List<Map<Key, StoredRecord>> ruledOrAnswered(ShardId shard) {
    List<Map<Key, StoredRecord>> all = new ArrayList<>(choice(Key.answer(C1, shard), answers()));
    for (RuledOutcome settlement : RuledOutcome.values()) {
      Ruling ruling = new Ruling(settlement);
      TransactionId refund = new TransactionId(T1.value() + Order.Cancelled.REFUND);
      all.add(
          Map.of(
              Key.ruling(T1, ORIGIN.incarnation(), shard),
              ruling,
              Key.ruling(refund, ORIGIN.incarnation(), shard),
              ruling));
    }
    return all;
  }

  /** None of the records, or one of them. */
  static List<Map<Key, StoredRecord>> choice(Key key, List<? extends StoredRecord> records) {
    List<Map<Key, StoredRecord>> choices = new ArrayList<>();
    choices.add(Map.of());
    records.forEach(record -> choices.add(Map.of(key, record)));
    return choices;
  }

  @SafeVarargs
  static List<Map<Key, StoredRecord>> combined(List<Map<Key, StoredRecord>>... choices) {
    List<Map<Key, StoredRecord>> all = List.of(Map.of());
    for (List<Map<Key, StoredRecord>> choice : choices) {
      List<Map<Key, StoredRecord>> more = new ArrayList<>();
      for (Map<Key, StoredRecord> begun : all) {
        for (Map<Key, StoredRecord> added : choice) {
          Map<Key, StoredRecord> both = new HashMap<>(begun);
          both.putAll(added);
          more.add(both);
        }
      }
      all = more;
    }
    return all;
  }

  /** Every order with every open transaction, or without. */
  static List<Map<Key, StoredRecord>> orders(List<? extends OpenTransaction> open) {
    return combined(choice(Key.order(O1, ORDER), orders()), open(open));
  }

  static List<Map<Key, StoredRecord>> open(List<? extends OpenTransaction> open) {
    return choice(
        Key.transaction(O1, ORDER),
        open.stream()
            .flatMap(one ->
                one.waiters().isEmpty()
                    ? Stream.of(one)
                    : Stream.of(one, one.withWaiters(List.of())))
            .toList());
  }

  private static List<Order> orders() {
    return List.of(
        new Order.Unpaid(ANN, List.of(), 1),
        FULL,
        new Order.Unpaid(ANN, FULL.lines(), 2),
        new Order.Unpaid(ANN, FULL.lines(), 2, List.of(T1)),
        FULL.refused(T2, Reason.OUT_OF_CREDIT, START),
        FULL.paidBy(T1, START),
        FULL.paidBy(T1, START).cancelled(START),
        new Order.Paid(
            ANN, FULL.lines(), new TransactionId("t3"), 2, List.of(T2, T1), START, List.of()));
  }

  static Transaction transaction(TransactionId id, Branch... branches) {
    return new Transaction(id, O1, 1, 1, DEADLINE, List.of(branches));
  }

  static List<PendingClient> waiters() {
    ReplyAddress address = new ReplyAddress("node", 0);
    return Stream.of(C1, KEYED)
        .map(id -> new PendingClient(Key.answer(id, ORDER), address, START.plusSeconds(60)))
        .toList();
  }

  private static List<DedupeRecord> answers() {
    return List.of(new DedupeRecord(new Answer.Refused(Reason.OUT_OF_CREDIT), DEADLINE));
  }

  private static List<IdempotencyRecord> claims() {
    return List.of(
        new IdempotencyRecord("this", "id1", DEADLINE),
        new IdempotencyRecord("another", "id2", DEADLINE));
  }

  /** The one balance of a part, which some transaction of another protocol may hold or lock. */
  static List<Map<Key, StoredRecord>> balances(Branch branch) {
    List<Balance> claimed =
        amounts(branch)
            .flatMap(balance ->
                Stream.of(
                    balance,
                    balance.with(balance.amount(), new Amount(7), List.of()),
                    balance.enter(new TransactionId("another"))))
            .toList();
    return choice(balanceKey(branch), claimed);
  }

  /** The one balance of a part, with nothing, little and much of it. */
  static Stream<Balance> amounts(Branch branch) {
    return Stream.of(0L, 1L, 6L, Amount.MAX - 7)
        .map(Amount::new)
        .map(amount ->
            branch.shard().equals(STOCK)
                ? new Item(amount, new Amount(3), 1)
                : new Account(amount, 1));
  }

  /**
   * The amounts that a participant has taken or holds, of a balance that counts them and perhaps
   * more.
   */
  static List<Map<Key, StoredRecord>> holding(Branch branch, StoredRecord holder) {
    Amount own = branch.debits().getFirst().amount();
    return amounts(branch)
        .flatMap(balance ->
            Stream.of(own, own.plus(new Amount(1)))
                .map(held ->
                    Map.<Key, StoredRecord>of(
                        balanceKey(branch),
                        balance.with(balance.amount(), held, List.of()),
                        participation(T1, branch),
                        holder)))
        .toList();
  }

  static Key balanceKey(Branch branch) {
    return Key.balance(branch.debits().getFirst().balance(), branch.shard());
  }

  static Key participation(TransactionId transaction, Branch branch) {
    return Key.participation(transaction, branch.shard());
  }
}
