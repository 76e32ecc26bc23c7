package tercet.testing.simulator.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.Order;
import tercet.testing.simulator.workload.ClientCall;
import tercet.testing.simulator.workload.CommandRecord;
import tercet.testing.simulator.workload.History;
import tercet.testing.simulator.workload.Response;
import tercet.testing.simulator.world.SimulatedCluster;
import tercet.testing.simulator.world.Violation;

/** Adds up all effects that were not lost, when everything has come to rest. */
final class LossAudit {
  private final List<Happened> entries;
  private final History history;
  private final Shards shards;
  private final BiPredicate<ClientCall, CommandRecord> isDecidedTwice;
  private int payments;
  private int lies;

  /**
   * @param entries that no store has lost, in their order
   * @param isDecidedTwice whether a refused command may have been done all the same
   */
  LossAudit(
      List<Happened> entries,
      History history,
      Shards shards,
      BiPredicate<ClientCall, CommandRecord> isDecidedTwice) {
    this.entries = entries;
    this.history = history;
    this.shards = shards;
    this.isDecidedTwice = isDecidedTwice;
  }

  /** A transaction has paid an order. */
  private record Payment(OrderId id, Order order) {}

  /** An amount that an order took from a balance. */
  private record Spent(long begunAt, long amount, TransactionId transaction) {}

  int payments() {
    return payments;
  }

  int lies() {
    return lies;
  }

  /** Checks all when everything has come to rest. */
  void check(SimulatedCluster cluster) {
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
    Map<Key, List<Happened>> byBalance = new LinkedHashMap<>();
    for (Happened entry : entries) {
      if (!(entry.effect() instanceof Happened.Effect.Ordered
          || entry.effect() instanceof Happened.Effect.Owed)) {
        byBalance.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(entry);
      }
    }
    byBalance.forEach(
        (key, changes) -> balance(key, changes, spent.getOrDefault(key, List.of()), cluster));
    refunds();
    told(paid.keySet());
  }

  /** Every order that is cancelled has had all back, once; and no other order. */
  private void refunds() {
    Map<TransactionId, Map<Key, Long>> owed = new HashMap<>();
    Map<TransactionId, Map<Key, Long>> given = new HashMap<>();
    for (Happened entry : entries) {
      switch (entry.effect()) {
        case Happened.Effect.Refunded one ->
            given
                .computeIfAbsent(one.refund(), refund -> new HashMap<>())
                .merge(entry.key(), one.amount(), Long::sum);
        case Happened.Effect.Owed one -> {
          if (!one.amounts().isEmpty()) {
            owed.put(one.refund(), one.amounts());
          }
        }
        case Happened.Effect.Ordered _, Happened.Effect.Moved _, Happened.Effect.Filled _ -> {}
      }
    }
    if (!owed.equals(given)) {
      throw new Violation("cancelled orders are owed %s, and had %s".formatted(owed, given));
    }
  }

  private long sentAt(TransactionId transaction, OrderId order) {
    return history.checkouts(order).stream()
        .filter(asked -> asked.id().equals(transaction.value()))
        .mapToLong(CommandRecord::position)
        .min()
        .orElseThrow(
            () -> new Violation("no client asked for " + transaction, transaction.value()));
  }

  /** Transactions that have paid, with what the order was then. */
  private Map<TransactionId, Payment> paid() {
    Map<TransactionId, Payment> paid = new LinkedHashMap<>();
    Map<Key, Order> orders = new HashMap<>();
    for (Happened entry : entries) {
      if (entry.effect() instanceof Happened.Effect.Ordered(@Nullable Order order)) {
        Order before = order == null ? orders.remove(entry.key()) : orders.put(entry.key(), order);
        if (order instanceof Order.Paid now) {
          paid.putIfAbsent(now.transaction(), new Payment(new OrderId(entry.key().id()), order));
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
      Key key, List<Happened> changes, List<Spent> spent, SimulatedCluster cluster) {
    long base = 0;
    long filledAt = Long.MIN_VALUE;
    long moved = 0;
    for (Happened entry : changes) {
      switch (entry.effect()) {
        case Happened.Effect.Filled filled -> {
          base = filled.amount();
          filledAt = entry.position();
          moved = 0;
        }
        case Happened.Effect.Moved move -> moved += move.amount();
        case Happened.Effect.Refunded refund -> moved += refund.amount();
        case Happened.Effect.Ordered _, Happened.Effect.Owed _ -> {}
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
    if (stored == null || !stored.isFree() || !possible.contains(BalanceBook.left(stored))) {
      throw new Violation(
          "%s ends as %s, but was filled with %d at %d, then changed by %d and by %s"
              .formatted(key, stored, base, filledAt, moved, spent),
          TraceTerms.of(key));
    }
  }

  private void told(Set<TransactionId> paid) {
    for (ClientCall call : history.calls()) {
      for (CommandRecord asked : call.asked()) {
        if (asked.command() instanceof Command.Checkout) {
          TransactionId transaction = new TransactionId(asked.id());
          boolean happened = paid.contains(transaction);
          if (call.response() instanceof Response.Refused
              && happened
              && !isDecidedTwice.test(call, asked)) {
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
