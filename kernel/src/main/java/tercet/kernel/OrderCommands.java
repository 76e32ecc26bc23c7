package tercet.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tercet.kernel.balance.Leases;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Line;
import tercet.kernel.command.Range;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.RecordView;
import tercet.kernel.decision.Request;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Attempts;
import tercet.kernel.order.LastCheckout;
import tercet.kernel.order.Order;
import tercet.kernel.order.Repricing;
import tercet.kernel.refund.Refunding;
import tercet.kernel.transaction.OpenTransaction;

/** Commands of clients about orders, except the checkout. */
final class OrderCommands {
  private static final Amount ONE = new Amount(1);

  private final Shards shards;

  public OrderCommands(Shards shards) {
    this.shards = shards;
  }

  /** Reads an order. */
  public Answer find(RecordView records, Request request, Command.FindOrder command, Instant now) {
    OrderId id = command.order();
    Order order = records.get(Key.order(id, request.to()), Order.class);
    return order == null
        ? new Answer.Refused(Reason.UNKNOWN_ORDER)
        : new Answer.OrderFound(
            id,
            order instanceof Order.Paid,
            order.lines(),
            order.user(),
            order.total(),
            order.reservedUntil(now));
  }

  public Answer create(Request request, Command.CreateOrder command, Decision.Builder decision) {
    Order order = new Order.Unpaid(command.user(), List.of(), request.id().generation());
    decision.put(Key.order(command.order(), request.to()), order);
    return new Answer.Created(command.order().value());
  }

  /**
   * Changes the lines of an order.
   *
   * @param beingCheckedOut true if a transaction of the order is open
   */
  public Answer edit(
      RecordView records,
      Request request,
      Command.Edit command,
      boolean beingCheckedOut,
      Instant now,
      Decision.Builder decision) {
    Key key = Key.order(command.order(), request.to());
    return switch (records.get(key, Order.class)) {
      case null -> new Answer.Refused(Reason.UNKNOWN_ORDER);
      case Order.Paid paid -> new Answer.Refused(Reason.ORDER_PAID);
      case Order.Cancelled cancelled -> new Answer.Refused(Reason.ORDER_CANCELLED);
      case Order.Unpaid unpaid when beingCheckedOut ->
          new Answer.Refused(Reason.CHECKOUT_IN_PROGRESS);
      case Order.Unpaid unpaid when unpaid.isReserved(now) && mayShrink(command) ->
          new Answer.Refused(Reason.ORDER_RESERVED);
      case Order.Unpaid unpaid ->
          switch (edited(unpaid, command, now)) {
            case Order.Editing.Edited edited -> {
              decision.put(key, edited.order());
              yield done(command, edited.order());
            }
            case Order.Editing.OtherLines none -> new Answer.Refused(Reason.ORDER_CHANGED);
            case Order.Editing.TooMuch none -> new Answer.Refused(Reason.AMOUNT_TOO_LARGE);
            case Order.Editing.TooManyLines none -> new Answer.Refused(Reason.TOO_MANY_LINES);
            case Order.Editing.TooFew none -> new Answer.Refused(Reason.NOT_IN_ORDER);
            case Order.Editing.NoSuchItem none ->
                new Answer.Refused(new Refusal.Unknown(none.item()));
          };
    };
  }

  /** A release must find all items that may have kept pieces. */
  private static boolean mayShrink(Command.Edit command) {
    return command instanceof Command.RemoveItem
        || command instanceof Command.RemoveLine
        || command instanceof Command.ClearOrder;
  }

  private static Answer done(Command.Edit command, Order.Unpaid order) {
    return switch (command) {
      case Command.Reserve reserve -> new Answer.Reserved(order.attempts().until());
      case Command.Release release ->
          new Answer.Released(
              order.lines().stream().map(Line::item).toList(), order.attempts().latest());
      case Command.AddItem _,
          Command.RemoveItem _,
          Command.RemoveLine _,
          Command.Reprice _,
          Command.ClearOrder _ ->
          new Answer.Done();
    };
  }

  private static Order.Editing edited(Order.Unpaid order, Command.Edit command, Instant now) {
    return switch (command) {
      case Command.AddItem add -> order.add(add.item(), add.quantity(), add.price());
      case Command.RemoveItem remove -> order.remove(remove.item(), remove.quantity());
      case Command.RemoveLine remove -> new Order.Editing.Edited(order.without(remove.item()));
      case Command.Reprice reprice -> Repricing.of(order, reprice.prices(), reprice.unknown());
      case Command.ClearOrder clear -> new Order.Editing.Edited(order.cleared());
      case Command.Reserve reserve ->
          order.reserved(reserve.attempt(), reserve.kept(), Leases.until(reserve.until(), now));
      case Command.Release release -> new Order.Editing.Edited(order.released(now));
    };
  }

  /** The records that overwriting a range may read: an answer, and those of the shard in it. */
  public List<Key> keys(Key answer, Range range, ShardId shard) {
    List<Key> keys = new ArrayList<>(List.of(answer));
    for (int number = range.from(); number < range.to(); number++) {
      OrderId id = new OrderId(Integer.toString(number));
      if (shards.of(id).equals(shard)) {
        keys.add(Key.transaction(id, shard));
        keys.add(Key.order(id, shard));
      }
    }
    return keys;
  }

  /** Overwrites orders when no vote about any of them is open, and no client waits for one. */
  public Answer init(
      RecordView records, Request request, Command.InitOrders command, Decision.Builder decision) {
    if (!command.price().fitsWith(command.price())) {
      return new Answer.Refused(Reason.AMOUNT_TOO_LARGE);
    }
    for (int number = command.range().from(); number < command.range().to(); number++) {
      OrderId id = new OrderId(Integer.toString(number));
      if (shards.of(id).equals(request.to())) {
        if (records.get(Key.transaction(id, request.to())) instanceof OpenTransaction open
            && open.isDecidedByParticipants()) {
          return new Answer.Busy();
        }
        Key key = Key.order(id, request.to());
        Order old = records.get(key, Order.class);
        if (isAwaited(records, old, request.to())) {
          return new Answer.Busy();
        }
        decision.put(key, random(command, number, request.id().generation(), old));
      }
    }
    return new Answer.Done();
  }

  /** Whether clients wait for its refund: a repeated command of theirs must find it. */
  private static boolean isAwaited(RecordView records, @Nullable Order order, ShardId shard) {
    return order instanceof Order.Cancelled cancelled
        && records.get(Key.participation(cancelled.refund(), shard)) instanceof Refunding refund
        && !refund.waiters().isEmpty();
  }

  private static List<TransactionId> latest(List<TransactionId> payments) {
    return payments.subList(0, Math.min(payments.size(), Order.MAX_PAST));
  }

  private static Order random(
      Command.InitOrders command, int number, long generation, @Nullable Order old) {
    SplittableRandom random = new SplittableRandom(command.seed() + number);
    UserId user = new UserId(Integer.toString(random.nextInt(command.users())));
    List<TransactionId> past = old == null ? List.of() : latest(old.payments());
    Attempts attempts =
        old instanceof Order.Unpaid unpaid ? unpaid.attempts().overwritten() : Attempts.NONE;
    Order.Unpaid order =
        new Order.Unpaid(user, List.of(), generation, past, LastCheckout.NONE, attempts);
    for (int line = 0; line < 2; line++) {
      ItemId item = new ItemId(Integer.toString(random.nextInt(command.items())));
      order =
          switch (order.add(item, ONE, command.price())) {
            case Order.Editing.Edited added -> added.order();
            case Order.Editing.TooMuch none ->
                throw new IllegalStateException("checked before: " + command);
            case Order.Editing.TooManyLines none ->
                throw new IllegalStateException("two lines are too many");
            case Order.Editing.TooFew _, Order.Editing.NoSuchItem _, Order.Editing.OtherLines _ ->
                throw new IllegalStateException("only added to: " + command);
          };
    }
    return order;
  }
}
