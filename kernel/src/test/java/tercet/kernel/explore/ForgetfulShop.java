package tercet.kernel.explore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Kernel;
import tercet.kernel.Protocol;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.Saga;
import tercet.kernel.saga.StepOrder;
import tercet.kernel.tcc.Tcc;
import tercet.kernel.transaction.TransactionSettings;

/**
 * One checkout of two pieces for 6, in a shop whose order service has a store of its own. After one
 * of its commits that store is restored to what it was some commits before. All else is perfect.
 */
final class ForgetfulShop {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DEADLINE = START.plusSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int COMMITS_MAX = 1_000;
  private static final OrderId ORDER = new OrderId("o");
  private static final ItemId ITEM = new ItemId("i");
  private static final UserId USER = new UserId("u");
  private static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(5));

  /** The outcome of the checkout if nothing is lost. */
  enum Story {
    PAID,
    OUT_OF_STOCK,
    STOCK_SILENT_UNTIL_AFTER_THE_DEADLINE
  }

  private final Story story;
  private final Loss loss;
  private final Shards shards = new Shards(1);
  private final Decider decider;
  private final Map<Key, StoredRecord> orders = new HashMap<>();
  private final Map<Key, StoredRecord> others = new HashMap<>();
  private final Deque<Map<Key, StoredRecord>> before = new ArrayDeque<>();
  private final Deque<Input> underWay = new ArrayDeque<>();
  private final List<Finding> findings = new ArrayList<>();
  private final ShardId orderShard = shards.of(ORDER);
  private final Key order = Key.order(ORDER, orderShard);
  private final Key item = Key.balance(ITEM, shards.of(ITEM));
  private final Key user = Key.balance(USER, shards.of(USER));
  private final long pieces;
  private Instant now = START;
  private long incarnation = 7;
  private int commits;
  private boolean struck;
  private boolean endless;
  private boolean outcome;
  private @Nullable Answer told;

  /**
   * When the store loses what.
   *
   * @param at which commit of the order service is the last one before; 0 for never
   * @param lost how many commits are undone
   * @param sent whether what the last of them allows is sent before it is lost
   * @param incarnation by how much the store's number is lower than it was
   */
  record Loss(int at, int lost, boolean sent, int incarnation) {
    static final Loss NONE = new Loss(0, 0, true, 0);
  }

  ForgetfulShop(Protocol protocol, Story story, Loss loss) {
    this(protocol, story, loss, kernel -> kernel);
  }

  /**
   * @param planted what decides in place of the kernel
   */
  ForgetfulShop(Protocol protocol, Story story, Loss loss, UnaryOperator<Decider> planted) {
    this.story = story;
    this.loss = loss;
    this.pieces = story == Story.OUT_OF_STOCK ? 1 : 5;
    this.decider = planted.apply(new Kernel(shards, protocol, StepOrder.PARALLEL, SETTINGS));
    others.put(item, new Item(new Amount(pieces), new Amount(3), 1));
    others.put(user, new Account(new Amount(100), 1));
    List<Line> lines = List.of(new Line(ITEM, new Amount(2), new Amount(6)));
    orders.put(order, new Order.Unpaid(USER, lines, 1));
  }

  /** Long after all that was asked before. */
  ForgetfulShop checkOut(String command) {
    now = commits == 0 ? now : now.plus(PATIENCE);
    underWay.add(
        new Request(
            orderShard,
            new CommandId(command, false),
            new Command.Checkout(ORDER, now.plus(Duration.between(START, DEADLINE))),
            new ReplyAddress("client", 1),
            now.plusSeconds(2),
            now.plusSeconds(9)));
    return this;
  }

  /** Until nothing is open, or for so long that what is open stays so. */
  ForgetfulShop run() {
    Instant end = now.plus(PATIENCE);
    while (!endless) {
      Input input = underWay.poll();
      if (input == null) {
        Key next = next();
        if (next == null) {
          return this;
        }
        Instant wakeAt = wakeAt(next);
        now = wakeAt.isAfter(now) ? wakeAt : now;
        input = new Input.TimerFired(next);
      }
      boolean silent =
          story == Story.STOCK_SILENT_UNTIL_AFTER_THE_DEADLINE
              && input instanceof Message
              && input.to().service() == Service.STOCK
              && now.isBefore(DEADLINE.plusSeconds(1));
      if (!silent) {
        now = now.plusMillis(1);
        decide(input);
      }
      endless = now.isAfter(end) || commits > COMMITS_MAX;
    }
    return this;
  }

  private @Nullable Key next() {
    Key next = null;
    for (Map<Key, StoredRecord> store : List.of(orders, others)) {
      for (Map.Entry<Key, StoredRecord> record : store.entrySet()) {
        if (record.getValue() instanceof StoredRecord.Open open
            && (next == null || open.wakeAt().isBefore(wakeAt(next)))) {
          next = record.getKey();
        }
      }
    }
    return next;
  }

  private Instant wakeAt(Key key) {
    StoredRecord stored = store(key.shard()).get(key);
    return stored instanceof StoredRecord.Open open ? open.wakeAt() : Instant.MAX;
  }

  private Map<Key, StoredRecord> store(ShardId shard) {
    return shard.equals(orderShard) ? orders : others;
  }

  private void decide(Input input) {
    boolean ofOrders = input.to().equals(orderShard);
    Map<Key, StoredRecord> store = store(input.to());
    Decision decision = decider.decide(view(store), input, now);
    if (!decision.changes().isEmpty() && ofOrders) {
      commits++;
      before.push(new HashMap<>(orders));
    }
    boolean strikes = ofOrders && commits == loss.at() && loss.at() > 0 && !struck;
    if (strikes && !loss.sent()) {
      restore();
      return;
    }
    for (Decision.Change change : decision.changes()) {
      if (change.stored() == null) {
        store.remove(change.key());
      } else {
        store.put(change.key(), change.stored());
      }
      outcome |= !struck && isOutcome(change.stored());
    }
    underWay.addAll(decision.messages());
    decision.replies().forEach(reply -> told = told == null ? reply.answer() : told);
    findings.addAll(decision.findings());
    if (strikes) {
      restore();
    }
  }

  private static boolean isOutcome(@Nullable StoredRecord stored) {
    return stored instanceof Order.Paid
        || stored instanceof Saga.Compensating
        || stored instanceof Tcc.Cancelling;
  }

  private RecordView view(Map<Key, StoredRecord> store) {
    return new RecordView() {
      @Override
      public @Nullable StoredRecord get(Key key) {
        StoredRecord stored = store.get(key);
        return stored instanceof StoredRecord.Expiring expiring
                && !now.isBefore(expiring.expiresAt())
            ? null
            : stored;
      }

      @Override
      public long incarnation() {
        return incarnation;
      }
    };
  }

  private void restore() {
    struck = true;
    incarnation -= loss.incarnation();
    Map<Key, StoredRecord> old = new HashMap<>(orders);
    for (int i = 0; i < loss.lost() && !before.isEmpty(); i++) {
      old = before.pop();
    }
    orders.clear();
    orders.putAll(old);
  }

  int commits() {
    return commits;
  }

  boolean struck() {
    return struck;
  }

  /** Whether the order service had decided something before it lost it. */
  boolean outcomeWasLost() {
    return outcome;
  }

  List<Finding> findings() {
    return findings;
  }

  boolean isPaid() {
    return orders.get(order) instanceof Order.Paid;
  }

  @Nullable Answer told() {
    return told;
  }

  /** Everything ended, and the order is paid exactly if all was taken. */
  boolean isWhole() {
    long sold = isPaid() ? 1 : 0;
    return !endless && left(user) == 100 - 6 * sold && left(item) == pieces - 2 * sold;
  }

  private long left(Key key) {
    return others.get(key) instanceof Balance balance && balance.isFree()
        ? balance.amount().value()
        : -1;
  }

  @Override
  public String toString() {
    return "order %s, user %s, item %s, told %s, open forever %s, findings %s"
        .formatted(orders.get(order), others.get(user), others.get(item), told, endless, findings);
  }
}
