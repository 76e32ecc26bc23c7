package tercet.testing.simulator.check;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.order.Order;
import tercet.testing.simulator.workload.CommandRecord;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.World;

/** Checks that orders are paid and cancelled because clients asked for it, in time, and once. */
final class Payments {
  private final Ledger ledger;
  private final World world;
  private final Shards shards;
  private final Promised promised;
  private final long toleranceMillis;
  private final Refunds refunds;
  private final Map<TransactionId, OrderId> paidBy = new LinkedHashMap<>();
  private final Set<TransactionId> refused = new HashSet<>();

  Payments(Ledger ledger, World world, Shards shards, Promised promised, long toleranceMillis) {
    this.ledger = ledger;
    this.world = world;
    this.shards = shards;
    this.promised = promised;
    this.toleranceMillis = toleranceMillis;
    this.refunds = new Refunds(shards);
  }

  Refunds refunds() {
    return refunds;
  }

  boolean hasPaid(TransactionId transaction) {
    return paidBy.containsKey(transaction);
  }

  /** Orders that were paid. */
  int count() {
    return paidBy.size();
  }

  /** Checks that a transaction may pay an order, and charges its balances. */
  void paid(OrderId id, Order.Paid order) {
    TransactionId transaction = order.transaction();
    Key key = Key.order(id, shards.of(id));
    String[] mentions = TraceTerms.with(TraceTerms.of(key), transaction.value());
    List<CommandRecord> asked =
        ledger.history().checkouts(id).stream()
            .filter(attempt -> attempt.id().equals(transaction.value()))
            .toList();
    if (asked.isEmpty()) {
      throw new Violation("no client asked for " + transaction + " of " + id, mentions);
    }
    if (refused.contains(transaction)) {
      throw new Violation(transaction + " pays after the order says that it is refused", mentions);
    }
    if (paidBy.putIfAbsent(transaction, id) != null) {
      throw new Violation(transaction + " pays twice", mentions);
    }
    Instant earliest = world.instant().minusMillis(toleranceMillis);
    boolean late = asked.stream().noneMatch(attempt -> deadline(attempt).isAfter(earliest));
    if (late && promised.decidesByDeadline()) {
      throw new Violation(
          "%s is paid after the deadline %s".formatted(id, deadline(asked.getLast())), mentions);
    }
    OrderBook.needs(order)
        .forEach((balance, amount) ->
            ledger
                .balance(Key.balance(balance, shards.of(balance)))
                .paid(ledger.position(), asked.getFirst().position(), amount, transaction.value()));
  }

  /** Checks that a refusal which an order notes is one of its checkouts, and not of its payment. */
  void refused(Key key, LastCheckout.Refused noted) {
    TransactionId transaction = noted.transaction();
    boolean asked =
        ledger.history().checkouts(new OrderId(key.id())).stream()
            .anyMatch(attempt -> attempt.id().equals(transaction.value()));
    if (!asked || paidBy.containsKey(transaction)) {
      throw new Violation(
          "%s notes %s, which %s"
              .formatted(key, noted, asked ? "has paid it" : "no client asked for"),
          TraceTerms.with(TraceTerms.of(key), transaction.value()));
    }
    refused.add(transaction);
  }

  /**
   * Notes what an order is owed if it was cancelled just now, or pieces of it.
   *
   * @param begun the refund that the same decision begins, or null
   */
  void cancelledNow(Key key, @Nullable TransactionId begun) {
    OrderBook book = ledger.order(key);
    if (!book.isCancelledNow()) {
      return;
    }
    Order before = book.versions().before();
    Order now = book.versions().now();
    Map<BalanceId, Long> owed = OrderBook.owed(before, now);
    TransactionId refund = now instanceof Order.Cancelled whole ? whole.refund() : begun;
    boolean asked =
        ledger.history().cancellations(new OrderId(key.id())).stream()
            .anyMatch(one ->
                one.command() instanceof Command.CancelItem some
                    ? refund != null
                        && refund.value().equals(one.id() + Order.Cancelled.REFUND)
                        && OrderEffects.isWithout(some.item(), some.quantity(), before, now)
                    : now instanceof Order.Cancelled);
    if (!asked || refund == null) {
      throw new Violation(
          "no client asked to make %s of %s".formatted(now, before), TraceTerms.of(key));
    }
    refunds.cancelled(refund, owed);
  }

  /** Checks what a client is told about a payment or a refund. */
  void answered(CommandRecord asked, Answer answer, Key key) {
    if (answer instanceof Answer.Paid payment) {
      checkPaid(ledger.order(orderKey(asked)), payment, key);
    }
    if (answer instanceof Answer.Cancelled told && !isGivenBack(told.refund(), asked)) {
      throw new Violation(
          asked.command() + " is told " + told + ", but not all is given back", key.id());
    }
  }

  /** All of it, or the deadline of a client that asked for it has come. */
  private boolean isGivenBack(TransactionId refund, CommandRecord asked) {
    Instant latest = world.instant().plusMillis(toleranceMillis);
    return refunds.isComplete(refund)
        || (asked.command() instanceof Command.Cancel cancel
            && ledger.history().cancellations(cancel.order()).stream()
                .filter(attempt ->
                    cancel instanceof Command.CancelOrder || attempt.id().equals(asked.id()))
                .anyMatch(attempt ->
                    attempt.command() instanceof Command.Cancel other
                        && !latest.isBefore(other.deadline())));
  }

  private static Key orderKey(CommandRecord asked) {
    if (asked.command() instanceof Command.Checkout checkout) {
      return Key.order(checkout.order(), asked.shard());
    }
    throw new Violation("paid is no answer to " + asked.command(), asked.id());
  }

  private static void checkPaid(OrderBook book, Answer.Paid answer, Key key) {
    if (!(book.versions().now() instanceof Order.Paid now)
        || !now.transaction().equals(answer.transaction())) {
      throw new Violation(
          "%s is told %s, but the order is %s".formatted(key, answer, book.versions().now()),
          key.id());
    }
  }

  private static Instant deadline(CommandRecord asked) {
    return asked.command() instanceof Command.Checkout checkout ? checkout.deadline() : Instant.MIN;
  }
}
