package tercet.kernel.explore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.Range;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.transaction.TransactionSettings;

/**
 * A tiny shop whose messages are delayed, repeated, lost and mixed up, and whose shards have clocks
 * of their own. Keeps the books from outside: what is sold is what became a paid order.
 */
final class TinyShop {
  static final int SHARDS = 2;
  static final TransactionSettings SETTINGS =
      new TransactionSettings(
          Duration.ofMillis(500),
          Duration.ofMillis(100),
          Duration.ofMillis(50),
          Duration.ofMillis(400));

  private static final int IDS = 3;
  private static final Duration TIMEOUT = Duration.ofMillis(1_500);
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final SplittableRandom random;
  private final Decider decider;
  private final Shards shards = new Shards(SHARDS);
  private final Map<ShardId, Duration> skews = new HashMap<>();
  private final Map<Key, StoredRecord> records = new LinkedHashMap<>();
  private final List<Input> underWay = new ArrayList<>();
  private final List<Request> asked = new ArrayList<>();
  private final Map<BalanceId, Long> owned = new HashMap<>();
  private final List<Request> busy = new ArrayList<>();
  private final Set<TransactionId> paid = new HashSet<>();
  private final Operator operator = new Operator();
  private final ToldAnswers answers = new ToldAnswers();
  private final MessageTimes validity = new MessageTimes();
  private Instant now = Instant.EPOCH;

  TinyShop(long seed, Decider decider) {
    this.random = new SplittableRandom(seed);
    this.decider = decider;
    shards.all().forEach(this::setClock);
    for (int number = 0; number < IDS; number++) {
      String id = Integer.toString(number);
      give(new ItemId(id), new Item(new Amount(random.nextInt(6)), new Amount(1), 0));
      give(new UserId(id), new Account(new Amount(random.nextInt(12)), 0));
    }
    overwriteOrders();
    deliverAll();
  }

  private void give(BalanceId id, Balance balance) {
    records.put(Key.balance(id, shards.of(id)), balance);
    owned.put(id, balance.amount().value());
  }

  /** Everything may happen. */
  void wander(int steps) {
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(20)) {
        case 0 -> checkout();
        case 1 -> repeatARequest();
        case 2, 3 -> now = now.plusMillis(random.nextInt(120));
        case 4, 5 -> wakeSome();
        case 6 -> {
          if (random.nextInt(20) == 0) {
            overwriteOrders();
          }
          setClock(shards.all().get(random.nextInt(shards.all().size())));
        }
        case 7 -> {
          Input wish = operator.wish(records, random, now);
          if (wish != null) {
            decide(wish);
          }
        }
        default -> deliverOne();
      }
    }
  }

  /** From now on nothing is lost, so everything must end soon. */
  void settle() {
    deliverAll();
    for (int wakeups = 0; wakeups < 1_000; wakeups++) {
      Key next = null;
      for (Map.Entry<Key, StoredRecord> record : records.entrySet()) {
        if (record.getValue() instanceof StoredRecord.Open) {
          next = record.getKey();
          break;
        }
      }
      if (next == null) {
        return;
      }
      now = now.plusMillis(20);
      askAgain();
      decide(new Input.TimerFired(next));
      deliverAll();
    }
    throw new AssertionError("something stays open: " + records);
  }

  /** Nothing was lost and nothing came out of nowhere. */
  void audit() {
    owned.forEach((id, expected) -> {
      Balance balance = (Balance) records.get(Key.balance(id, shards.of(id)));
      boolean free = balance != null && balance.held().value() == 0 && !balance.isLocked();
      long actual = balance != null && free ? balance.amount().value() : -1;
      if (actual != expected) {
        throw new AssertionError(id + " is " + actual + ", should be " + expected);
      }
    });
  }

  private void checkout() {
    OrderId order = new OrderId(Integer.toString(random.nextInt(IDS)));
    ask(shards.of(order), new Command.Checkout(order, now.plus(DEADLINE)));
  }

  private void overwriteOrders() {
    for (ShardId shard : shards.of(Service.ORDER)) {
      Amount price = new Amount(random.nextInt(4));
      ask(shard, new Command.InitOrders(new Range(0, IDS), IDS, IDS, price, random.nextLong()));
    }
  }

  private void ask(ShardId shard, Command command) {
    int number = asked.size();
    CommandId id = new CommandId("c" + number, false);
    Instant retainUntil = now.plus(TIMEOUT).plus(SETTINGS.messageLifetime()).plusMillis(200);
    asked.add(new Request(shard, id, command, new ReplyAddress("node", number), now, retainUntil));
    send(asked.getLast());
  }

  private void repeatARequest() {
    Request request = asked.get(random.nextInt(asked.size()));
    if (now.isBefore(request.validUntil().plus(TIMEOUT))) {
      send(request);
    }
  }

  private void askAgain() {
    busy.forEach(this::send);
    busy.clear();
  }

  private void send(Request request) {
    underWay.add(
        new Request(
            request.to(),
            request.id(),
            request.command(),
            request.replyTo(),
            now.plus(SETTINGS.messageLifetime()),
            request.retainUntil()));
  }

  private void wakeSome() {
    askAgain();
    for (Map.Entry<Key, StoredRecord> record : List.copyOf(records.entrySet())) {
      if (record.getValue() instanceof StoredRecord.Open open
          && !open.wakeAt().isAfter(clock(record.getKey().shard()))
          && random.nextBoolean()) {
        decide(new Input.TimerFired(record.getKey()));
      }
    }
  }

  private void deliverOne() {
    if (!underWay.isEmpty()) {
      int index = random.nextInt(underWay.size());
      int fate = random.nextInt(10);
      Input input = fate < 2 ? underWay.get(index) : underWay.remove(index);
      if (fate < 9) {
        decide(input);
      }
    }
  }

  private void deliverAll() {
    while (!underWay.isEmpty()) {
      decide(underWay.removeLast());
    }
  }

  private void decide(Input input) {
    Instant clock = clock(input.to());
    Decision decision = decider.decide(key -> read(key, clock), input, clock);
    for (Decision.Change change : decision.changes()) {
      apply(change.key(), change.stored());
    }
    decision.messages().forEach(validity::sent);
    underWay.addAll(decision.messages());
    for (Decision.Reply reply : decision.replies()) {
      if (reply.answer() instanceof Answer.AbortRuled ruled) {
        operator.hears(ruled.ruling(), paid);
        continue;
      }
      Request request = asked.get((int) reply.to().number());
      if (reply.answer() instanceof Answer.Busy) {
        busy.add(request);
      } else {
        answers.check(request.id().value(), reply.answer(), paid);
      }
    }
  }

  /** A clock may jump, also backwards. */
  private void setClock(ShardId shard) {
    skews.put(shard, Duration.ofMillis(random.nextInt((int) SETTINGS.clockSkewMax().toMillis())));
  }

  private Instant clock(ShardId shard) {
    return now.plus(skews.getOrDefault(shard, Duration.ZERO));
  }

  private @Nullable StoredRecord read(Key key, Instant clock) {
    StoredRecord stored = records.get(key);
    return stored instanceof StoredRecord.Expiring expiring && !clock.isBefore(expiring.expiresAt())
        ? null
        : stored;
  }

  private void apply(Key key, @Nullable StoredRecord stored) {
    StoredRecord before = stored == null ? records.remove(key) : records.put(key, stored);
    if (stored instanceof Order.Paid order && before instanceof Order.Unpaid) {
      paid.add(order.transaction());
      operator.check(order.transaction());
      owned.merge(order.user(), -order.total().value(), Long::sum);
      for (Line line : order.lines()) {
        owned.merge(line.item(), -line.quantity().value(), Long::sum);
      }
    }
  }

  /** Transactions that an operator has aborted. */
  int aborts() {
    return operator.aborts();
  }

  /** Orders that were paid. */
  int sales() {
    return paid.size();
  }

  /** Commands that got a refusal. */
  int refusals() {
    return answers.refusals();
  }
}
