package tercet.kernel.transaction;

import org.jspecify.annotations.Nullable;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.Order;

/**
 * The answer of the order's own record about a transaction that is not open. The order is the one
 * decision record: it names the transaction that paid it, and those that paid it before {@code
 * batch_init} overwrote it. Where it does not name the transaction, an operator's {@link Ruling}
 * comes first.
 */
public sealed interface OrderVerdict {
  OrderVerdict PAID = new Paid(false);
  OrderVerdict NOT_PAID = new NotPaid(false);

  /**
   * It paid the order.
   *
   * @param ruled whether an operator says so, and not the order
   */
  record Paid(boolean ruled) implements OrderVerdict {}

  /**
   * It paid nothing, and never will.
   *
   * @param ruled whether an operator says so, and not the order
   */
  record NotPaid(boolean ruled) implements OrderVerdict {}

  /** The records that would tell are gone. The shard sends nothing, and an operator must look. */
  record Undecidable(Finding.Reason reason) implements OrderVerdict {}

  /**
   * Asks the order, and then an operator's ruling: a participant may have followed that, and a
   * record that could not decide may look as if it could later. Where the order does not name the
   * transaction, one more record is read than a message's keys say.
   *
   * @param mayLose as in {@link #ofOrder}
   */
  static OrderVerdict of(
      RecordView records, TransactionId transaction, Origin origin, boolean mayLose) {
    OrderVerdict own = ofOrder(records, transaction, origin, mayLose);
    return own instanceof Paid
        ? own
        : switch (ruling(records, transaction, origin)) {
          case PAID -> new Paid(true);
          case UNPAID -> new NotPaid(true);
          case CLOSED -> own;
          case null -> own;
        };
  }

  /** The ruling of an operator, or null. */
  static @Nullable RuledOutcome ruling(
      RecordView records, TransactionId transaction, Origin origin) {
    Ruling ruling =
        records.get(Key.ruling(transaction, origin.incarnation(), origin.shard()), Ruling.class);
    return ruling == null ? null : ruling.settlement();
  }

  /**
   * Asks the order alone.
   *
   * @param mayLose whether its store may lose commits; see {@link TransactionSettings#mayLose}.
   *     Then an order that is missing since the transaction began was made shortly before, and is
   *     lost
   */
  static OrderVerdict ofOrder(
      RecordView records, TransactionId transaction, Origin origin, boolean mayLose) {
    Order order = records.get(Key.order(origin.order(), origin.shard()), Order.class);
    if (order == null) {
      if (mayLose && records.incarnation() > origin.incarnation()) {
        return NOT_PAID;
      }
      return new Undecidable(Finding.Reason.ORDER_MISSING);
    }
    if (order.wasPaidBy(transaction)) {
      return PAID;
    }
    if (areOlder(records, origin, mayLose)) {
      return new Undecidable(Finding.Reason.RECORDS_OLDER);
    }
    return order.generation() == origin.generation() || order.remembersAllPayments()
        ? NOT_PAID
        : new Undecidable(Finding.Reason.PAYMENT_FORGOTTEN);
  }

  /**
   * Whether an order's records may be those of before it was cancelled, because their store was
   * restored or emptied.
   *
   * @param refund that a participant has given back
   * @param mayLose as in {@link #of}
   */
  static boolean mayLackRefund(
      RecordView records, TransactionId refund, Origin origin, boolean mayLose) {
    return areOlder(records, origin, mayLose)
        && !(records.get(Key.order(origin.order(), origin.shard()))
                instanceof Order.Cancelled cancelled
            && cancelled.refund().equals(refund));
  }

  private static boolean areOlder(RecordView records, Origin origin, boolean mayLose) {
    return records.incarnation() < origin.incarnation()
        || (!mayLose && records.mayLack(origin.incarnation()));
  }
}
