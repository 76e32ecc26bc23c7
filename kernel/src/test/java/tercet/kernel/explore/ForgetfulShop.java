package tercet.kernel.explore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Protocol;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.Service;
import tercet.kernel.order.Order;
import tercet.kernel.saga.Saga;
import tercet.kernel.tcc.Tcc;

/**
 * A shop whose order service has a store that is restored, after one of its commits, to its state
 * of some commits before.
 */
final class ForgetfulShop extends PerfectShop {
  private final Loss loss;
  private final Deque<Map<Key, StoredRecord>> before = new ArrayDeque<>();
  private int orderCommits;
  private boolean struck;
  private boolean outcome;

  /**
   * When the store loses how much.
   *
   * @param at which commit of the order service is the last one before; 0 for never
   * @param lost how many commits are undone
   * @param sent whether the messages of the last of them are sent before it is lost
   * @param incarnation by how much the store's number is lower than it was
   */
  record Loss(int at, int lost, boolean sent, int incarnation) {
    static final Loss NONE = new Loss(0, 0, true, 0);
  }

  ForgetfulShop(Protocol protocol, Story story, Loss loss) {
    this(protocol, story, loss, kernel -> kernel);
  }

  /**
   * @param planted makes the decider that takes the kernel's place
   */
  ForgetfulShop(Protocol protocol, Story story, Loss loss, UnaryOperator<Decider> planted) {
    super(protocol, story, SETTINGS, planted);
    this.loss = loss;
  }

  /** The same after a checkout. */
  ForgetfulShop bought(String command) {
    checkOut(command);
    return this;
  }

  @Override
  boolean diesBefore(Service service, Map<Key, StoredRecord> now) {
    if (service != Service.ORDER) {
      return false;
    }
    orderCommits++;
    before.push(now);
    if (loss.sent() || !strikes()) {
      return false;
    }
    restore();
    return true;
  }

  @Override
  void committed(Service service, Decision decision) {
    outcome |=
        !struck && decision.changes().stream().anyMatch(change -> isOutcome(change.stored()));
    if (service == Service.ORDER && strikes()) {
      restore();
    }
  }

  private boolean strikes() {
    return orderCommits == loss.at() && !struck;
  }

  private static boolean isOutcome(@Nullable StoredRecord stored) {
    return stored instanceof Order.Paid
        || stored instanceof Saga.Compensating
        || stored instanceof Tcc.Cancelling;
  }

  private void restore() {
    struck = true;
    Map<Key, StoredRecord> old = before.pop();
    for (int i = 1; i < loss.lost() && !before.isEmpty(); i++) {
      old = before.pop();
    }
    restore(Service.ORDER, old, -loss.incarnation());
  }

  /** Commits of the order service. */
  int orderCommits() {
    return orderCommits;
  }

  boolean struck() {
    return struck;
  }

  /** Whether the order service had decided something before it lost it. */
  boolean outcomeWasLost() {
    return outcome;
  }
}
