package tercet.kernel.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;

/** A request of a client to one shard. The sender of the command draws ids of new things. */
public sealed interface Command {

  /** Only reads; its answer is not remembered. */
  sealed interface Query extends Command {}

  /** Changes records of its shard at once; its answer is remembered in the same commit. */
  sealed interface Action extends Command {}

  /** Changes the lines of an order. {@link Answer.Done}, unknown, or not editable. */
  sealed interface Edit extends Action {
    OrderId order();
  }

  /** {@link Answer.ItemFound}, {@link Answer.AccountFound}, or unknown. */
  record FindBalance(BalanceId id) implements Query {}

  /** {@link Answer.OrderFound} or unknown. */
  record FindOrder(OrderId order) implements Query {}

  /** {@link Answer.StatusFound} or unknown. */
  record FindStatus(OrderId order) implements Query {}

  /** {@link Answer.Created}. */
  record CreateItem(ItemId item, Amount price) implements Action {}

  /** {@link Answer.Created}. */
  record CreateAccount(UserId user) implements Action {}

  /** {@link Answer.Done}, unknown, or overflow. */
  record Credit(BalanceId id, Amount amount) implements Action {}

  /** {@link Answer.Done}, unknown, or too little there. */
  record Debit(BalanceId id, Amount amount) implements Action {}

  /** {@link Answer.Created}. The user is looked up at checkout. */
  record CreateOrder(OrderId order, UserId user) implements Action {}

  /** Adds pieces of an item at a price. */
  record AddItem(OrderId order, ItemId item, Amount quantity, Amount price) implements Edit {}

  /** Takes pieces of an item out of an order; refused if fewer are in it. */
  record RemoveItem(OrderId order, ItemId item, Amount quantity) implements Edit {}

  /** Takes all pieces of an item out of an order; done, too, if there is none. */
  record RemoveLine(OrderId order, ItemId item) implements Edit {}

  /** Takes everything out of an order. */
  record ClearOrder(OrderId order) implements Edit {}

  /**
   * Takes other prices for all pieces in an order. A line without one keeps its cost: its item was
   * added after the prices were read. Refused if the order has an item that does not exist.
   *
   * @param prices each of another item
   * @param unknown items without a record
   */
  record Reprice(OrderId order, List<Price> prices, List<ItemId> unknown) implements Edit {
    public Reprice {
      prices = List.copyOf(prices);
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * Begins an attempt to reserve an order. {@link Answer.ReserveBegun}, or refused; or what the
   * client was answered before. Earlier attempts are over from then on. The answer is not
   * remembered: the same client's request is the same attempt until another one begins.
   *
   * @param request id of the client's request, under which {@link Reserve} is asked
   */
  record BeginReserve(OrderId order, CommandId request) implements Command {}

  /**
   * Remembers that pieces of all lines are kept for an order. {@link Answer.Reserved}; refused if
   * the lines are others by now, or if this is not its latest attempt.
   *
   * @param attempt that has kept them
   * @param kept the pieces, each of another item
   * @param until when the first of them is free again
   */
  record Reserve(OrderId order, long attempt, List<Pieces> kept, Instant until) implements Edit {
    public Reserve {
      kept = List.copyOf(kept);
    }
  }

  /**
   * Remembers that an attempt was refused, at its begin or by another shard: asked instead of
   * {@link Reserve}, under the same id, so that the attempt can succeed no more. Refused in the
   * same way.
   */
  record RefuseReserve(OrderId order, Refusal refusal) implements Action {}

  /**
   * Remembers that nothing is kept for an order any more; all attempts until now are over. {@link
   * Answer.Released}.
   */
  record Release(OrderId order) implements Edit {}

  /**
   * Takes one of a user's places for reserved orders. {@link Answer.Reserved}, unknown, too many,
   * too long, or refused because a later attempt has begun. Nothing may be kept beyond the time of
   * the answer, which can be earlier than that of the command.
   *
   * @param max places that the user has
   * @param longest so long after it was taken first it can be made longer
   */
  record TakeSlot(
      UserId user, OrderId order, long attempt, Instant until, int max, Duration longest)
      implements Action {}

  /**
   * Gives a place back that only an attempt without success has taken or made longer. {@link
   * Answer.Done}.
   *
   * @param until so long the order is reserved all the same; the {@link Instant#EPOCH} if it is not
   */
  record GiveSlot(UserId user, OrderId order, long attempt, Instant until) implements Action {}

  /**
   * Keeps pieces of the shard's items for an order, all of them or none. {@link Answer.Reserved},
   * unknown, too little there, or refused because a later attempt has begun.
   *
   * @param generation of the order
   * @param attempt the number of this one
   * @param reserved that of the attempt that has reserved the order; 0 if none has
   * @param pieces each of another item
   * @param until the first moment at which they are free again
   */
  record KeepPieces(
      OrderId order,
      long generation,
      long attempt,
      long reserved,
      List<Pieces> pieces,
      Instant until)
      implements Action {
    public KeepPieces {
      pieces = List.copyOf(pieces);
    }
  }

  /**
   * Gives back what attempts to reserve an order have kept. {@link Answer.Done}. Pieces that any
   * other attempt keeps stay kept.
   *
   * @param after the largest number of an attempt that keeps its pieces; 0 for none
   * @param upTo the largest number of one that gives them back
   */
  record FreePieces(OrderId order, List<ItemId> items, long after, long upTo) implements Action {
    public FreePieces {
      items = List.copyOf(items);
    }
  }

  /**
   * {@link Answer.Paid} or refused. Begins a transaction, joins the one that is open, or finds the
   * order paid.
   *
   * @param deadline the latest time of its decision
   * @param totalMax the order is refused if it costs more; {@link #UNLIMITED} for any
   */
  record Checkout(OrderId order, Instant deadline, Amount totalMax) implements Command {
    /** More than any order costs. */
    public static final Amount UNLIMITED = new Amount(Long.MAX_VALUE);

    /** A checkout at any cost. */
    public Checkout(OrderId order, Instant deadline) {
      this(order, deadline, UNLIMITED);
    }

    /** Whether it has a limit. */
    public boolean isLimited() {
      return !totalMax.equals(UNLIMITED);
    }
  }

  /** Gives back what a paid order has taken. {@link Answer.Cancelled}, or refused. */
  sealed interface Cancel extends Command {
    OrderId order();

    /**
     * When the client is told at the latest that it is cancelled, even if a participant has not
     * given back its part yet.
     */
    Instant deadline();
  }

  /** Undoes a paid order, for good. */
  record CancelOrder(OrderId order, Instant deadline) implements Cancel {}

  /** Takes pieces out of a paid order; refused if fewer are in it. The rest stays paid. */
  record CancelItem(OrderId order, ItemId item, Amount quantity, Instant deadline)
      implements Cancel {}

  /** Overwrites those items of the range that the shard owns. {@link Answer.Done}. */
  record InitItems(Range range, Amount stock, Amount price) implements Action {}

  /** Overwrites those users of the range that the shard owns. {@link Answer.Done}. */
  record InitAccounts(Range range, Amount credit) implements Action {}

  /**
   * Overwrites those orders of the range that the shard owns, each of a random user with two random
   * items. {@link Answer.Done}.
   *
   * @param items to draw from: "0" to "items - 1"; at least 1
   * @param users to draw from; at least 1
   * @param seed of the draw; the same seed makes the same orders
   */
  record InitOrders(Range range, int items, int users, Amount price, long seed) implements Action {}

  /**
   * An operator's wish to abort an undecided transaction; a repeated one changes nothing. {@link
   * Answer.AbortRuled}.
   */
  record Abort(OrderId order, TransactionId transaction) implements Command {}

  /**
   * An operator's ruling on a transaction that is quarantined; a repeated one changes nothing.
   * {@link Answer.SettleRuled}.
   *
   * @param generation of the order when the transaction began, as its participants say
   * @param incarnation of the order's shard then, as they say
   */
  record Settle(
      OrderId order,
      TransactionId transaction,
      long generation,
      long incarnation,
      RuledOutcome settlement)
      implements Command {}

  /**
   * Asks what an Idempotency-Key stands for, and takes it if it is free. {@link Answer.Claimed}, or
   * refused if it was used for another request.
   *
   * @param fingerprint of the request that came with the key
   * @param candidate id under which the request will run if the key is free
   * @param expiresAt when a key that is free now becomes free again
   */
  record Claim(String idempotencyKey, String fingerprint, String candidate, Instant expiresAt)
      implements Command {}
}
