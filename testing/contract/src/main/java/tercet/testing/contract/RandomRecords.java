package tercet.testing.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.command.AbortRuling;
import tercet.kernel.command.Answer;
import tercet.kernel.command.OrderStatus;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.command.SettleRuling;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.dedupe.IdempotencyRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Debit;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.PendingClient;
import tercet.kernel.transaction.Reservation;
import tercet.kernel.transaction.Ruling;
import tercet.kernel.transaction.Transaction;
import tercet.kernel.twophase.TwoPhase;

/**
 * Records of every kind with random content. They make no sense together; each is one that a store
 * must give back as it was. The same random numbers make the same records.
 */
public final class RandomRecords {
  private static final Duration OPEN_FOR_MAX = Duration.ofMinutes(1);

  private final RandomGenerator random;
  private final Instant now;
  private final RandomBranches branches;
  private final RandomBalances balances;
  private final RandomOrders orders;

  /**
   * @param now around which the moments in the records lie, in whole milliseconds
   */
  public RandomRecords(RandomGenerator random, Instant now) {
    this.random = random;
    this.now = now;
    this.branches = new RandomBranches(random, this);
    this.balances = new RandomBalances(random, this);
    this.orders = new RandomOrders(random, this);
  }

  /**
   * A record as it may be stored under a kind of key.
   *
   * @param expiresAt of the record, if it is one that expires
   */
  public StoredRecord stored(RecordKind kind, Instant expiresAt) {
    return switch (kind) {
      case ITEM -> balances.item();
      case ACCOUNT -> balances.account();
      case ORDER -> orders.order();
      case TRANSACTION -> open();
      case PARTICIPATION -> branches.next(expiresAt);
      case ANSWER, RECENT_ANSWER -> new DedupeRecord(answer(), expiresAt);
      case CLAIM -> new IdempotencyRecord(text(), text(), expiresAt);
      case RULING -> new Ruling(pick(List.of(RuledOutcome.values())));
    };
  }

  /** Any kind. */
  public RecordKind kind() {
    return pick(List.of(RecordKind.values()));
  }

  /**
   * A key.
   *
   * @param ids how many different ids are drawn from; few make keys meet again
   */
  public Key key(RecordKind kind, ShardId shard, int ids) {
    return numberedKey(kind, shard, random.nextInt(ids));
  }

  /** All keys that may be drawn. */
  public List<Key> keys(RecordKind kind, ShardId shard, int ids) {
    return IntStream.range(0, ids).mapToObj(number -> numberedKey(kind, shard, number)).toList();
  }

  private static Key numberedKey(RecordKind kind, ShardId shard, int number) {
    return new Key(kind, shard, number % 5 == 0 ? "schön " + number : "id-" + number);
  }

  /** An answer of any type. */
  public Answer answer() {
    List<Supplier<Answer>> answers =
        List.of(
            Answer.Done::new,
            Answer.Busy::new,
            () -> new Answer.Unavailable(random.nextBoolean()),
            Answer.Unreadable::new,
            () -> new Answer.Created(text()),
            () -> new Answer.ItemFound(amount(), amount(), amount()),
            () -> new Answer.AccountFound(user(), amount()),
            () ->
                new Answer.OrderFound(
                    orderId(),
                    random.nextBoolean(),
                    list(3, orders::line),
                    user(),
                    amount(),
                    random.nextBoolean() ? Instant.EPOCH : soon()),
            () -> new Answer.Reserved(soon()),
            () ->
                new Answer.ReserveBegun(
                    user(),
                    list(3, orders::line),
                    random.nextLong(),
                    random.nextLong(),
                    random.nextLong(),
                    soon()),
            () -> new Answer.Released(List.of(new ItemId(id())), random.nextLong()),
            () ->
                new Answer.StatusFound(
                    orderId(),
                    new OrderStatus.Refused(
                        transactionId(), refusal(), soon(), list(3, this::shard)),
                    random.nextBoolean() ? Instant.EPOCH : soon()),
            () -> new Answer.Paid(transactionId()),
            () -> new Answer.Cancelled(transactionId()),
            () -> new Answer.Refused(refusal()),
            () -> new Answer.AbortRuled(pick(List.of(AbortRuling.values()))),
            () -> new Answer.SettleRuled(pick(List.of(SettleRuling.values()))),
            () -> new Answer.Claimed(text(), soon()));
    return pick(answers).get();
  }

  private OpenTransaction open() {
    List<PendingClient> waiters = list(3, this::waiter);
    List<ShardId> awaiting = list(3, this::shard);
    int sends = 1 + random.nextInt(9);
    int step = random.nextInt(3);
    return switch (random.nextInt(7)) {
      case 0 -> {
        StepOrder order = pick(List.of(StepOrder.values()));
        yield new Saga.Debiting(
            transaction(), waiters, order, step, awaiting, soon(), sends, soon());
      }
      case 1 ->
          new Saga.Compensating(transaction(), waiters, refusal(), awaiting, soon(), sends, soon());
      case 2 -> {
        int attempt = random.nextInt(2);
        yield new Tcc.Trying(
            transaction(), waiters, attempt, step, awaiting, soon(), sends, soon());
      }
      case 3 ->
          new Tcc.Cancelling(transaction(), waiters, refusal(), awaiting, soon(), sends, soon());
      case 4 -> new TwoPhase.Preparing(transaction(), waiters, step, soon(), sends, soon());
      case 5 -> new TwoPhase.Committing(transaction(), awaiting, soon(), sends, soon());
      default -> new Choreography(transaction(), waiters, awaiting, sends, soon());
    };
  }

  /** One of two is what earlier versions told. */
  Origin origin() {
    return random.nextBoolean()
        ? Origin.unknown(orderId(), shard())
        : new Origin(orderId(), shard(), random.nextLong(), random.nextInt(3));
  }

  Reservation taken() {
    return new Reservation(balance(), amount(), random.nextLong());
  }

  Transaction transaction() {
    return new Transaction(
        transactionId(),
        orderId(),
        random.nextLong(),
        random.nextInt(3),
        soon(),
        list(3, this::branch));
  }

  Branch branch() {
    return new Branch(shard(), list(3, () -> new Debit(balance(), amount())));
  }

  PendingClient waiter() {
    return new PendingClient(
        key(random.nextBoolean() ? RecordKind.ANSWER : RecordKind.RECENT_ANSWER, shard(), 1_000),
        new ReplyAddress(text(), random.nextLong()),
        soon());
  }

  List<TransactionId> line() {
    return random.nextBoolean() ? List.of() : list(3, this::transactionId);
  }

  BalanceId balance() {
    return random.nextBoolean() ? new ItemId(id()) : user();
  }

  UserId user() {
    return new UserId(id());
  }

  OrderId orderId() {
    return new OrderId(id());
  }

  TransactionId transactionId() {
    return new TransactionId(id());
  }

  Refusal refusal() {
    return switch (random.nextInt(4)) {
      case 2 -> new Refusal.Costlier(amount(), amount());
      case 0 -> new Refusal.Unknown(balance());
      case 1 -> shortage(balance(), amount(), amount());
      default -> pick(List.of(Reason.values()));
    };
  }

  private static Refusal shortage(BalanceId balance, Amount one, Amount other) {
    return switch (Integer.signum(one.compareTo(other))) {
      case 1 -> new Refusal.Shortage(balance, one, other);
      case -1 -> new Refusal.Shortage(balance, other, one);
      default -> new Refusal.Shortage(balance, one.plus(new Amount(1)), other);
    };
  }

  /** Any shard of any service. */
  public ShardId shard() {
    return new ShardId(pick(List.of(Service.values())), random.nextInt(1 << random.nextInt(1, 20)));
  }

  /** Of any size: as many bits as come. */
  Amount amount() {
    return new Amount(random.nextLong(Amount.MAX + 1) >>> random.nextInt(Long.SIZE - 1));
  }

  Instant soon() {
    return now.plusMillis(random.nextLong(OPEN_FOR_MAX.toMillis()));
  }

  String id() {
    return random.nextBoolean() ? Integer.toString(random.nextInt(100_000)) : text() + "!";
  }

  /** Perhaps empty, of one to four bytes per character. */
  String text() {
    int length = random.nextInt(40);
    int highest = pick(List.of(0x7f, 0x7f, 0x7f, 0x7ff, 0xd7ff, 0x1f9ff));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int codePoint = random.nextInt(highest + 1);
      boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      text.appendCodePoint(half ? 'x' : codePoint);
    }
    return text.toString();
  }

  <T> List<T> list(int max, Supplier<T> element) {
    int size = random.nextInt(max + 1);
    List<T> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(element.get());
    }
    return list;
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
