package tercet.runtime.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Key;
import tercet.kernel.order.Order;

/**
 * Begins no new transaction while too many are open. Everything else is decided as ever: messages
 * about open transactions, commands that are repeated, checkouts that join one. So open
 * transactions end, and this copy of the request began nothing.
 */
final class Shedding implements Decider {
  private final Decider decider;
  private final BooleanSupplier full;

  /**
   * @param full whether too many transactions are open
   */
  Shedding(Decider decider, BooleanSupplier full) {
    this.decider = decider;
    this.full = full;
  }

  @Override
  public List<Key> keys(Input input) {
    return decider.keys(input);
  }

  @Override
  public Decision decide(RecordView records, Input input, Instant now) {
    return full.getAsBoolean()
            && input instanceof Request request
            && request.command() instanceof Command.Checkout checkout
            && begins(records, request, checkout, now)
        ? Decision.reply(request.replyTo(), new Answer.Unavailable(false))
        : decider.decide(records, input, now);
  }

  private static boolean begins(
      RecordView records, Request request, Command.Checkout checkout, Instant now) {
    return now.isBefore(request.validUntil())
        && records.get(Key.answer(request.id(), request.to())) == null
        && records.get(Key.transaction(checkout.order(), request.to())) == null
        && records.get(Key.order(checkout.order(), request.to())) instanceof Order.Unpaid;
  }
}
