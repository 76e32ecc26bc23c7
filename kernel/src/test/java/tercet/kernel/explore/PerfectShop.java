package tercet.kernel.explore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import tercet.kernel.saga.StepOrder;
import tercet.kernel.transaction.TransactionSettings;

/**
 * One checkout of two pieces for 6, in a shop whose services have stores of their own. Messages
 * arrive at once, once and in order; only stores may lose commits.
 */
abstract class PerfectShop {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DEADLINE = START.plusSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int COMMITS_MAX = 1_000;
  private static final OrderId ORDER = new OrderId("o");
  private static final ItemId ITEM = new ItemId("i");
  private static final UserId USER = new UserId("u");
  static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(5));

  /** The outcome of the checkout if nothing is lost. */
  enum Story {
    PAID,
    OUT_OF_STOCK,
    STOCK_SILENT_UNTIL_AFTER_THE_DEADLINE,
    /** As soon as something is lost, another client takes the rest of the stock. */
    SOLD_TO_ANOTHER
  }

  private final Story story;
  private final Shards shards = new Shards(1);
  private final Decider decider;
  private final Map<Service, Map<Key, StoredRecord>> stores = new EnumMap<>(Service.class);
  private final Map<Service, Long> incarnations = new EnumMap<>(Service.class);
  private final Deque<Input> underWay = new ArrayDeque<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Set<Answer> told = new HashSet<>();
  private final Key order = Key.order(ORDER, shards.of(ORDER));
  private final Key item = Key.balance(ITEM, shards.of(ITEM));
  private final Key user = Key.balance(USER, shards.of(USER));
  private long pieces;
  private Instant now = START;
  private int commits;
  private boolean endless;

  /**
   * @param planted makes the decider that takes the kernel's place
   */
  PerfectShop(
      Protocol protocol,
      Story story,
      TransactionSettings settings,
      UnaryOperator<Decider> planted) {
    this.story = story;
    this.pieces = story == Story.OUT_OF_STOCK ? 1 : 5;
    this.decider = planted.apply(new Kernel(shards, protocol, StepOrder.PARALLEL, settings));
    for (Service service : Service.values()) {
      stores.put(service, new HashMap<>());
      incarnations.put(service, 7L);
    }
    store(item.shard()).put(item, new Item(new Amount(pieces), new Amount(3), 1));
    store(user.shard()).put(user, new Account(new Amount(100), 1));
    List<Line> lines = List.of(new Line(ITEM, new Amount(2), new Amount(6)));
    store(order.shard()).put(order, new Order.Unpaid(USER, lines, 1));
  }

  /**
   * A service is about to commit.
   *
   * @param before its records as they are now
   * @return whether its process dies instead, and nothing is committed or sent
   */
  abstract boolean diesBefore(Service service, Map<Key, StoredRecord> before);

  /** A service has committed a decision, and its messages were sent. */
  abstract void committed(Service service, Decision decision);

  /** The store of a service goes back to older records, under another incarnation. */
  final void restore(Service service, Map<Key, StoredRecord> old, long incarnationStep) {
    Map<Key, StoredRecord> store = stores.getOrDefault(service, new HashMap<>());
    store.clear();
    store.putAll(old);
    incarnations.merge(service, incarnationStep, Long::sum);
  }

  private Map<Key, StoredRecord> store(ShardId shard) {
    return stores.getOrDefault(shard.service(), Map.of());
  }

  /** Asks for the checkout, long after all earlier requests, and runs until the shop rests. */
  final void checkOut(String command) {
    told.clear();
    now = commits == 0 ? now : now.plus(PATIENCE);
    underWay.add(
        new Request(
            order.shard(),
            new CommandId(command, false),
            new Command.Checkout(ORDER, now.plus(Duration.between(START, DEADLINE))),
            new ReplyAddress("client", 1),
            now.plusSeconds(2),
            now.plusSeconds(9)));
    run();
  }

  /** Until nothing is open, or for so long that open records stay open. */
  private void run() {
    Instant end = now.plus(PATIENCE);
    while (!endless) {
      Input input = underWay.poll();
      if (input == null) {
        Key next = next();
        if (next == null) {
          return;
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
  }

  private @Nullable Key next() {
    Key next = null;
    for (Map<Key, StoredRecord> store : stores.values()) {
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
    return store(key.shard()).get(key) instanceof StoredRecord.Open open
        ? open.wakeAt()
        : Instant.MAX;
  }

  private void decide(Input input) {
    Service service = input.to().service();
    Map<Key, StoredRecord> store = store(input.to());
    Decision decision = decider.decide(view(service, store), input, now);
    boolean changes = !decision.changes().isEmpty();
    commits += changes ? 1 : 0;
    if (changes && diesBefore(service, Map.copyOf(store))) {
      return;
    }
    for (Decision.Change change : decision.changes()) {
      if (change.stored() == null) {
        store.remove(change.key());
      } else {
        store.put(change.key(), change.stored());
      }
    }
    underWay.addAll(decision.messages());
    decision.replies().forEach(reply -> told.add(reply.answer()));
    findings.addAll(decision.findings());
    if (changes) {
      committed(service, decision);
    }
  }

  private RecordView view(Service service, Map<Key, StoredRecord> store) {
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
        return incarnations.getOrDefault(service, 0L);
      }
    };
  }

  /** A copy of a service's records. */
  final Map<Key, StoredRecord> records(Service service) {
    return Map.copyOf(stores.getOrDefault(service, Map.of()));
  }

  /** Takes the rest of the stock for another client; false if it is locked. */
  final boolean sellTheRest() {
    if (!(store(item.shard()).get(item) instanceof Item left) || left.isLocked()) {
      return false;
    }
    pieces -= left.amount().value();
    store(item.shard()).put(item, left.withAmount(Amount.ZERO));
    return true;
  }

  final Story story() {
    return story;
  }

  final Instant now() {
    return now;
  }

  /** Commits of all services, tried ones included. */
  final int commits() {
    return commits;
  }

  final List<Finding> findings() {
    return findings;
  }

  final boolean isPaid() {
    return store(order.shard()).get(order) instanceof Order.Paid;
  }

  /** A client was told of a refusal, and the order is paid. */
  final boolean isRefusalBroken() {
    return isPaid() && told.stream().anyMatch(Answer.Refused.class::isInstance);
  }

  /** A client was told that the order is paid, and it is not. */
  final boolean isPaymentBroken() {
    return !isPaid() && told.stream().anyMatch(Answer.Paid.class::isInstance);
  }

  /** Everything ended, and the order is paid exactly if all was taken. */
  final boolean isWhole() {
    long sold = isPaid() ? 1 : 0;
    return !endless && left(user) == 100 - 6 * sold && left(item) == pieces - 2 * sold;
  }

  private long left(Key key) {
    return store(key.shard()).get(key) instanceof Balance balance && balance.isFree()
        ? balance.amount().value()
        : -1;
  }

  @Override
  public String toString() {
    return "%s: told %s, open forever %s, findings %s, stored %s"
        .formatted(story, told, endless, findings, stores);
  }
}
