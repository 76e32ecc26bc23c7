package tercet.testing.simulator.check;

import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Pieces;
import tercet.kernel.command.Reason;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.Shards;
import tercet.kernel.order.Order;
import tercet.testing.simulator.workload.ClientCall;
import tercet.testing.simulator.world.Violation;
import tercet.testing.simulator.world.World;

/** Checks what clients hear of reserved orders. */
final class ReservationPromises {
  private final World world;
  private final Shards shards;
  private final Ledger ledger;

  ReservationPromises(World world, Shards shards, Ledger ledger) {
    this.world = world;
    this.shards = shards;
    this.ledger = ledger;
  }

  /** All pieces of a reserved order were kept, each at some time since it was asked for. */
  void told(ClientCall call, Command.Reserve reserve, Answer answer, String[] mentions) {
    Instant latest = world.instant().plusMillis(ledger.toleranceMillis());
    if (call.idempotencyKey() != null
        || !(answer instanceof Answer.Reserved(Instant until))
        || !until.isAfter(latest)) {
      return; // an earlier call may have kept them, or their time is over
    }
    for (Pieces pieces : reserve.kept()) {
      Key key = Key.balance(pieces.item(), shards.of(pieces.item()));
      boolean right =
          ledger
              .balance(key)
              .versions()
              .wasSince(call.position(), item -> keeps(item, reserve.order(), pieces, until));
      if (!right) {
        throw new Violation(
            "%s is told %s, but %s were not kept".formatted(call, answer, pieces), mentions);
      }
    }
  }

  private static boolean keeps(
      @Nullable Balance balance, OrderId order, Pieces pieces, Instant until) {
    return balance instanceof Item item
        && item.lease(order) instanceof Lease lease
        && !lease.until().isBefore(until)
        && lease.quantity().plus(lease.taken()).compareTo(pieces.quantity()) >= 0;
  }

  /** Whether an answer shows an order, reserved or, after the time of that, not. */
  static boolean shows(Answer answer, Command.FindOrder find, @Nullable Order order) {
    if (order == null) {
      return answer.equals(new Answer.Refused(Reason.UNKNOWN_ORDER));
    }
    Instant until = order instanceof Order.Unpaid unpaid ? unpaid.reservedUntil() : Instant.EPOCH;
    return Stream.of(until, Instant.EPOCH)
        .anyMatch(at ->
            answer.equals(
                new Answer.OrderFound(
                    find.order(),
                    order instanceof Order.Paid,
                    order.lines(),
                    order.user(),
                    order.total(),
                    at)));
  }
}
