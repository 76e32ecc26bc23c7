package tercet.kernel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.AbortRuling;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Key;
import tercet.kernel.order.Order;
import tercet.kernel.transaction.OpenTransaction;
import tercet.kernel.transaction.RollingBack;
import tercet.kernel.transaction.TransactionSettings;

/**
 * An operator's wish to abort a transaction. It brings the transaction's deadline forward: what the
 * protocol does then happens now, and nothing else. A transaction that is decided, or that others
 * decide, stays as it is.
 */
final class Aborts {
  private final Undecided undecided;
  private final TransactionSettings settings;

  /** Ends an undecided transaction as its protocol does at the deadline. */
  @FunctionalInterface
  interface Undecided {
    void abort(
        Decision.Builder decision,
        RecordView records,
        Key key,
        OpenTransaction transaction,
        Instant now);
  }

  Aborts(Undecided undecided, TransactionSettings settings) {
    this.undecided = undecided;
    this.settings = settings;
  }

  Decision decide(RecordView records, Request request, Command.Abort abort, Instant now) {
    Key key = Key.transaction(abort.order(), request.to());
    OpenTransaction open =
        OpenTransaction.find(records, key, abort.transaction(), OpenTransaction.class);
    AbortRuling ruling = ruling(records, request, abort, open);
    Decision.Builder decision = Decision.builder();
    if (open != null && ruling == AbortRuling.ABORTED) {
      undecided.abort(decision, records, key, open, now);
    }
    return decision.reply(request.replyTo(), new Answer.AbortRuled(ruling)).build();
  }

  private AbortRuling ruling(
      RecordView records, Request request, Command.Abort abort, @Nullable OpenTransaction open) {
    if (open == null) {
      Order order = records.get(Key.order(abort.order(), request.to()), Order.class);
      return order != null && order.wasPaidBy(abort.transaction())
          ? AbortRuling.PAID
          : AbortRuling.NOT_OPEN;
    }
    if (open.isDecidedByParticipants()) {
      return AbortRuling.PARTICIPANTS_DECIDE;
    }
    if (!open.isUndecided()) {
      return open instanceof RollingBack<?> ? AbortRuling.ABORTED_BEFORE : AbortRuling.PAID;
    }
    boolean broughtBack =
        settings.mayLose() && records.incarnation() != open.transaction().incarnation();
    return broughtBack ? AbortRuling.REPORTS_DECIDE : AbortRuling.ABORTED;
  }
}
