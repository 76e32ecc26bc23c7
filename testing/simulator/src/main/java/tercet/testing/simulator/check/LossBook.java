package tercet.testing.simulator.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Range;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.transaction.OpenTransaction;
import tercet.testing.simulator.workload.ClientCall;
import tercet.testing.simulator.workload.CommandRecord;
import tercet.testing.simulator.workload.History;
import tercet.testing.simulator.workload.Response;
import tercet.testing.simulator.world.SimulatedCluster;
import tercet.testing.simulator.world.SimulatedDisk;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.World;

/**
 * Keeps books where stores may lose commits: what was lost is struck out. In the end each balance
 * is what was put in and not spent, by what is left of clients' commands and of paid orders, so no
 * money is torn apart. A client that was told that something happened may be wrong; one that was
 * refused is not.
 */
public final class LossBook implements SimulatedDisk.Listener, History.Listener {
  private final World world;
  private final Shards shards;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Key, List<Opened>> opened = new HashMap<>();
  private final Map<TransactionId, Long> begunAt = new HashMap<>();
  private final Map<ClientCall, Long> endedAt = new HashMap<>();
  private final Set<Key> answeredInVain = new HashSet<>();
  private @Nullable History history;
  private long position;
  private int payments;
  private int lies;

  public LossBook(World world, Shards shards) {
    this.world = world;
    this.shards = shards;
  }

  /** What a commit did that counts. */
  private record Entry(long position, long at, Key key, Effect effect) {}

  private sealed interface Effect {
    /** A balance was made or overwritten. */
    record Filled(long amount) implements Effect {}

    /** A client added or took something. */
    record Moved(long amount, String command) implements Effect {}

    /** An order is like that. */
    record Ordered(@Nullable Order order) implements Effect {}
  }

  /** A transaction of an order is open, or none is. */
  private record Opened(long at, @Nullable TransactionId transaction) {}

  /** A transaction has paid an order. */
  private record Payment(OrderId id, Order order) {}

  /** What an order took from a balance. */
  private record Spent(long begunAt, long amount, TransactionId transaction) {}

  /** To be called once, before the first commit. */
  public void follow(History followed) {
    history = followed;
  }

  private History history() {
    if (history == null) {
      throw new IllegalStateException("there is no history to follow");
    }
    return history;
  }

  /** Counts commits. */
  public long position() {
    return position;
  }

  /** Transactions that were begun. */
  public int transactions() {
    return begunAt.size();
  }

  /** Orders that are paid in the end. */
  public int payments() {
    return payments;
  }

  /** Clients that were told that their order is paid, and it is not any more. */
  public int lies() {
    return lies;
  }

  @Override
  public void committed(Map<Key, @Nullable StoredRecord> changes, List<Decision> decisions) {
    for (Decision decision : decisions) {
      position++;
      for (Decision.Change change : decision.changes()) {
        if (changes.containsKey(change.key())) {
          note(change.key(), change.stored(), decision);
        }
      }
    }
  }

  private void note(Key key, @Nullable StoredRecord stored, Decision decision) {
    switch (key.kind()) {
      case ORDER -> add(key, new Effect.Ordered((Order) stored));
      case ANSWER, RECENT_ANSWER -> {
        CommandRecord asked = history().asked(key);
        if (asked != null
            && stored instanceof DedupeRecord record
            && !(record.answer() instanceof Answer.Refused)) {
          did(asked, decision);
        }
      }
      case TRANSACTION -> opened(key, stored instanceof OpenTransaction open ? open : null);
      case ITEM, ACCOUNT, PARTICIPATION, CLAIM -> {}
    }
  }

  /** One that is open though it was not before is begun, perhaps again. */
  private void opened(Key key, @Nullable OpenTransaction open) {
    List<Opened> known = opened.computeIfAbsent(key, order -> new ArrayList<>());
    TransactionId before = known.isEmpty() ? null : known.getLast().transaction();
    TransactionId now = open == null ? null : open.transaction().id();
    if (now != null && !now.equals(before)) {
      begunAt.put(now, position);
    }
    known.add(new Opened(world.now(), now));
  }

  @Override
  public void answered(ClientCall call, Response response) {
    endedAt.put(call, position);
  }

  private void did(CommandRecord asked, Decision decision) {
    ShardId shard = asked.shard();
    switch (asked.command()) {
      case Command.Credit credit ->
          add(
              Key.balance(credit.id(), shard),
              new Effect.Moved(credit.amount().value(), asked.id()));
      case Command.Debit debit ->
          add(
              Key.balance(debit.id(), shard),
              new Effect.Moved(-debit.amount().value(), asked.id()));
      case Command.CreateItem create ->
          add(Key.balance(create.item(), shard), new Effect.Filled(0));
      case Command.CreateAccount create ->
          add(Key.balance(create.user(), shard), new Effect.Filled(0));
      case Command.InitItems init -> filled(init.range(), shard, init.stock().value(), true);
      case Command.InitAccounts init -> filled(init.range(), shard, init.credit().value(), false);
      case Command.CreateOrder _,
          Command.InitOrders _,
          Command.AddItem _,
          Command.Checkout _,
          Command.Claim _,
          Command.Query _ -> {}
    }
  }

  private void filled(Range range, ShardId shard, long amount, boolean items) {
    for (int number = range.from(); number < range.to(); number++) {
      String name = Integer.toString(number);
      BalanceId id = items ? new ItemId(name) : new UserId(name);
      if (shards.of(id).equals(shard)) {
        add(Key.balance(id, shard), new Effect.Filled(amount));
      }
    }
  }

  private void add(Key key, Effect effect) {
    entries.add(new Entry(position, world.now(), key, effect));
  }

  @Override
  public void lost(Collection<ShardId> lost, long since) {
    entries.removeIf(entry -> entry.at() > since && lost.contains(entry.key().shard()));
    opened.forEach(
        (key, known) -> known.removeIf(one -> one.at() > since && lost.contains(key.shard())));
  }

  @Override
  public void confirmedInVain(Map<Key, @Nullable StoredRecord> changes) {
    answeredInVain.addAll(changes.keySet());
  }

  /** What must be true when everything has come to rest. */
  public void check(SimulatedCluster cluster) {
    Map<TransactionId, Payment> paid = paid();
    payments = paid.size();
    Map<Key, List<Spent>> spent = new LinkedHashMap<>();
    paid.forEach((transaction, payment) -> {
      long sentAt = sentAt(transaction, payment.id());
      OrderBook.needs(payment.order())
          .forEach((balance, amount) ->
              spent
                  .computeIfAbsent(
                      Key.balance(balance, shards.of(balance)), key -> new ArrayList<>())
                  .add(new Spent(sentAt, amount, transaction)));
    });
    Map<Key, List<Entry>> byBalance = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (!(entry.effect() instanceof Effect.Ordered)) {
        byBalance.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(entry);
      }
    }
    byBalance.forEach(
        (key, changes) -> balance(key, changes, spent.getOrDefault(key, List.of()), cluster));
    told(paid.keySet());
  }

  private long sentAt(TransactionId transaction, OrderId order) {
    return history().checkouts(order).stream()
        .filter(asked -> asked.id().equals(transaction.value()))
        .mapToLong(CommandRecord::position)
        .min()
        .orElseThrow(() -> new Violation("nobody asked for " + transaction, transaction.value()));
  }

  /** Transactions that have paid, with what the order was then. */
  private Map<TransactionId, Payment> paid() {
    Map<TransactionId, Payment> paid = new LinkedHashMap<>();
    Map<Key, Order> orders = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.effect() instanceof Effect.Ordered(@Nullable Order order)) {
        Order before = order == null ? orders.remove(entry.key()) : orders.put(entry.key(), order);
        if (order instanceof Order.Paid now) {
          paid.put(now.transaction(), new Payment(new OrderId(entry.key().id()), order));
        }
        if (before != null && order != null && before.generation() == order.generation()) {
          List<TransactionId> left = order.payments(); // fewer if a participant was unable
          before.payments().stream().filter(id -> !left.contains(id)).forEach(paid::remove);
        }
      }
    }
    return paid;
  }

  private static void balance(
      Key key, List<Entry> changes, List<Spent> spent, SimulatedCluster cluster) {
    long base = 0;
    long filledAt = Long.MIN_VALUE;
    long moved = 0;
    for (Entry entry : changes) {
      switch (entry.effect()) {
        case Effect.Filled filled -> {
          base = filled.amount();
          filledAt = entry.position();
          moved = 0;
        }
        case Effect.Moved move -> moved += move.amount();
        case Effect.Ordered none -> {}
      }
    }
    Set<Long> possible = new HashSet<>(Set.of(base + moved));
    for (Spent one : spent) {
      List<Long> less = possible.stream().map(sum -> sum - one.amount()).toList();
      if (one.begunAt() >= filledAt) {
        possible.clear();
      }
      possible.addAll(less);
    }
    Balance stored = (Balance) cluster.databaseOf(key.shard()).get(key);
    if (stored == null || !stored.isFree() || !possible.contains(stored.amount().value())) {
      throw new Violation(
          "%s ends as %s, but was filled with %d at %d, then changed by %d and by %s"
              .formatted(key, stored, base, filledAt, moved, spent),
          TraceTerms.of(key));
    }
  }

  /**
   * The command came twice: to a server that was deposed as well, or again after the transaction
   * and its refusal were lost. Nothing could tell that.
   */
  private boolean isDecidedTwice(ClientCall call, CommandRecord asked) {
    Long begun = begunAt.get(new TransactionId(asked.id()));
    Long ended = endedAt.get(call);
    return answeredInVain.contains(asked.key())
        || (begun != null && ended != null && begun > ended);
  }

  private void told(Set<TransactionId> paid) {
    for (ClientCall call : history().calls()) {
      for (CommandRecord asked : call.asked()) {
        if (asked.command() instanceof Command.Checkout) {
          TransactionId transaction = new TransactionId(asked.id());
          boolean happened = paid.contains(transaction);
          if (call.response() instanceof Response.Refused
              && happened
              && !isDecidedTwice(call, asked)) {
            throw new Violation(call + " was refused, and is paid", asked.id());
          }
          boolean mine =
              asked.answer() instanceof Answer.Paid answer
                  && answer.transaction().equals(transaction);
          lies += call.response() instanceof Response.Success && mine && !happened ? 1 : 0;
        }
      }
    }
  }
}
