package tercet.kernel.total;

import static tercet.kernel.total.States.DEADLINE;
import static tercet.kernel.total.States.ORDER;
import static tercet.kernel.total.States.ORIGIN;
import static tercet.kernel.total.States.PAYMENT;
import static tercet.kernel.total.States.PAYMENT_PART;
import static tercet.kernel.total.States.START;
import static tercet.kernel.total.States.STOCK;
import static tercet.kernel.total.States.STOCK_PART;
import static tercet.kernel.total.States.T1;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.outcome.Reconciliation;
import tercet.kernel.refund.RefundMessage;
import tercet.kernel.refund.Refunded;
import tercet.kernel.refund.Refunding;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.Tombstone;
import tercet.kernel.transaction.Transaction;

/** Records and messages of the refund of an order that T1 has paid. */
final class RefundSamples implements Samples {
  private static final TransactionId REFUND =
      States.FULL.paidBy(T1, States.START).cancelled(States.START).refund();
  private static final Instant KEPT_UNTIL = START.plusSeconds(60);

  @Override
  public List<Map<Key, StoredRecord>> orders() {
    Transaction refund = States.transaction(REFUND, PAYMENT_PART, STOCK_PART);
    return States.combined(
        States.orders(List.of()),
        States.choice(
            Key.participation(T1, ORDER),
            List.of(new Reconciliation(refund, true, List.of(STOCK), KEPT_UNTIL, 1, START))),
        States.choice(
            Key.participation(REFUND, ORDER),
            List.of(
                refunding(refund, PAYMENT, STOCK),
                refunding(refund, STOCK),
                new Refunding(
                    refund,
                    List.of(),
                    List.of(),
                    List.of(STOCK),
                    KEPT_UNTIL,
                    QUIET_AFTER,
                    1,
                    START))));
  }

  private static Refunding refunding(Transaction refund, ShardId... awaiting) {
    return new Refunding(
        refund,
        States.waiters(),
        List.of(awaiting),
        List.of(PAYMENT),
        KEPT_UNTIL,
        QUIET_AFTER,
        1,
        START);
  }

  @Override
  public List<Map<Key, StoredRecord>> branches(Branch branch) {
    return States.combined(
        States.balances(branch),
        States.choice(
            States.participation(REFUND, branch),
            List.of(new Refunded(ORIGIN, START, 0, DEADLINE), new Tombstone.Settled(DEADLINE))));
  }

  @Override
  public List<Message> toOrder(TransactionId transaction, ShardId from) {
    return List.of(
        new RefundMessage.GivenBack(REFUND, ORIGIN, from, false),
        new RefundMessage.GivenBack(REFUND, ORIGIN, from, true));
  }

  @Override
  public List<Message> toParticipant(TransactionId transaction, Branch branch) {
    return List.of(
        new RefundMessage.GiveBack(REFUND, ORIGIN, branch, QUIET_AFTER, KEPT_UNTIL),
        new RefundMessage.GiveBack(REFUND, ORIGIN, branch, QUIET_AFTER, START),
        new RefundMessage.Closed(REFUND, ORIGIN, branch.shard(), QUIET_AFTER));
  }
}
