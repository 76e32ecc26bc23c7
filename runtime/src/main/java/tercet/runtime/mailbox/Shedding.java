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
import tercet.kernel.id.ShardId;
import tercet.kernel.order.Order;
import tercet.kernel.refund.RefundProtocol;

/**
 * Begins no new transaction and no refund while too many are open. Everything else is decided as
 * ever: messages about open transactions, commands that are repeated, checkouts that join one. So
 * open transactions end, and this copy of the request began nothing.
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
            && now.isBefore(request.validUntil())
            && begins(records, request)
            && records.get(Key.answer(request.id(), request.to())) == null
        ? Decision.reply(request.replyTo(), new Answer.Unavailable(false))
        : decider.decide(records, input, now);
  }

  private static boolean begins(RecordView records, Request request) {
    ShardId shard = request.to();
    return switch (request.command()) {
      case Command.Checkout checkout ->
          records.get(Key.transaction(checkout.order(), shard)) == null
              && records.get(Key.order(checkout.order(), shard)) instanceof Order.Unpaid;
      case Command.Cancel cancel -> RefundProtocol.begins(records, request, cancel);
      case Command.Query _,
          Command.Action _,
          Command.BeginReserve _,
          Command.Abort _,
          Command.Settle _,
          Command.Claim _ ->
          false;
    };
  }
}
