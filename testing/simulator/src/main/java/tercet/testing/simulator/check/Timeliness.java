package tercet.testing.simulator.check;

import java.time.Instant;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.order.Order;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.TransactionKeys;
import tercet.testing.simulator.world.DecisionTape;
import tercet.testing.simulator.world.Violation;

/**
 * Whether each decision comes at its time, by the clock that it was made with: an order is paid
 * before the deadline, to the millisecond, and a record that is woken early does nothing.
 */
public final class Timeliness implements DecisionTape.Observer {
  private final Promised promised;
  private final DecisionTape.Observer next;

  /**
   * @param next sees everything, too
   */
  public Timeliness(Promised promised, DecisionTape.Observer next) {
    this.promised = promised;
    this.next = next;
  }

  @Override
  public void decides(RecordView records, Input input, Instant now) {
    next.decides(records, input, now);
    if (input instanceof Input.TimerFired wakeup
        && !wakeup.ahead()
        && records.get(wakeup.key()) instanceof StoredRecord.Open open
        && now.isBefore(open.wakeAt())) {
      throw new Violation(
          "%s is decided at %s, but its time is %s".formatted(wakeup, now, open.wakeAt()),
          TraceTerms.of(wakeup.key()));
    }
  }

  @Override
  public void decided(RecordView records, Input input, Instant now, Decision decision) {
    next.decided(records, input, now, decision);
    if (promised.decidesByDeadline() && input instanceof Message message && pays(decision)) {
      Key key = TransactionKeys.open(message.order(), message.to());
      OpenTransaction open = records.get(key, OpenTransaction.class);
      if (open != null && !now.isBefore(open.transaction().deadline())) {
        throw new Violation(
            "%s is paid at %s, but its deadline is %s"
                .formatted(message.order(), now, open.transaction().deadline()),
            TraceTerms.of(key));
      }
    }
  }

  private static boolean pays(Decision decision) {
    return decision.changes().stream().anyMatch(change -> change.stored() instanceof Order.Paid);
  }
}
