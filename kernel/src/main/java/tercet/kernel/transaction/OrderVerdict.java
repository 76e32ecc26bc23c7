package tercet.kernel.transaction;

import tercet.kernel.decision.Finding;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.Order;

/**
 * The answer of the order's own record about a transaction that is not open. The order is the one
 * decision record: it names the transaction that paid it, and those that paid it before {@code
 * batch_init} overwrote it.
 */
public sealed interface OrderVerdict {

  /** It paid the order. */
  record Paid() implements OrderVerdict {}

  /** It paid nothing, and never will. */
  record NotPaid() implements OrderVerdict {}

  /** The records that would tell are gone. The shard sends nothing, and an operator must look. */
  record Undecidable(Finding.Reason reason) implements OrderVerdict {}

  /**
   * Asks the order.
   *
   * @param mayLose whether its store may lose commits; see {@link TransactionSettings#mayLose}.
   *     Then an order that is missing since the transaction began was made shortly before, and is
   *     lost
   */
  static OrderVerdict of(
      RecordView records, TransactionId transaction, Origin origin, boolean mayLose) {
    Order order = records.get(Key.order(origin.order(), origin.shard()), Order.class);
    if (order == null) {
      if (mayLose && records.incarnation() > origin.incarnation()) {
        return new NotPaid();
      }
      return new Undecidable(Finding.Reason.ORDER_MISSING);
    }
    if (order.wasPaidBy(transaction)) {
      return new Paid();
    }
    if (areOlder(records, origin, mayLose)) {
      return new Undecidable(Finding.Reason.RECORDS_OLDER);
    }
    return order.generation() == origin.generation() || order.remembersAllPayments()
        ? new NotPaid()
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
