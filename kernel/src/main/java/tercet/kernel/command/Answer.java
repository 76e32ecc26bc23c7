package tercet.kernel.command;

import java.time.Instant;
import java.util.List;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;

/** The answer to a client. It is true and durable before the client gets it. */
public sealed interface Answer {
  /** It happened. */
  record Done() implements Answer {}

  /**
   * It was made.
   *
   * @param id of the new thing
   */
  record Created(String id) implements Answer {}

  /**
   * @param stock the pieces that can be sold now
   * @param held more pieces, which are kept for orders
   */
  record ItemFound(Amount stock, Amount price, Amount held) implements Answer {
    /** None is kept for an order. */
    public ItemFound(Amount stock, Amount price) {
      this(stock, price, Amount.ZERO);
    }
  }

  /**
   * @param credit the amount that can be spent now
   */
  record AccountFound(UserId user, Amount credit) implements Answer {}

  /**
   * @param reservedUntil so long its pieces are kept; the {@link Instant#EPOCH} if they are not
   */
  record OrderFound(
      OrderId order,
      boolean paid,
      List<Line> lines,
      UserId user,
      Amount total,
      Instant reservedUntil)
      implements Answer {
    /** It is not reserved. */
    public OrderFound(OrderId order, boolean paid, List<Line> lines, UserId user, Amount total) {
      this(order, paid, lines, user, total, Instant.EPOCH);
    }

    /** Whether its pieces are kept. */
    public boolean isReserved() {
      return reservedUntil.isAfter(Instant.EPOCH);
    }
  }

  /**
   * Pieces are kept.
   *
   * @param until the first moment at which one of them may be free again
   */
  record Reserved(Instant until) implements Answer {}

  /**
   * An attempt to reserve an order has begun.
   *
   * @param generation of the order
   * @param attempt its number, larger than those of all attempts before
   * @param reserved the number of the attempt that has reserved the order; 0 if none has
   * @param until so long it is reserved; the {@link Instant#EPOCH} if it is not
   */
  record ReserveBegun(
      UserId user, List<Line> lines, long generation, long attempt, long reserved, Instant until)
      implements Answer {
    public ReserveBegun {
      lines = List.copyOf(lines);
    }
  }

  /**
   * The order is not reserved.
   *
   * @param items that may still have pieces for it
   * @param attempt the largest number of an attempt that has kept them
   */
  record Released(List<ItemId> items, long attempt) implements Answer {
    public Released {
      items = List.copyOf(items);
    }
  }

  /**
   * @param reservedUntil so long its pieces are kept; the {@link Instant#EPOCH} if they are not
   */
  record StatusFound(OrderId order, OrderStatus status, Instant reservedUntil) implements Answer {
    /** It is not reserved. */
    public StatusFound(OrderId order, OrderStatus status) {
      this(order, status, Instant.EPOCH);
    }
  }

  /** The order is paid, by this transaction. */
  record Paid(TransactionId transaction) implements Answer {}

  /** The order is cancelled; this refund gives back what it had paid. */
  record Cancelled(TransactionId refund) implements Answer {}

  /** It did not happen and will not happen. */
  record Refused(Refusal refusal) implements Answer {}

  /**
   * Nothing happened yet: undecided transactions stand in the way. The caller asks again soon; the
   * answer is not remembered.
   */
  record Busy() implements Answer {}

  /**
   * Leaves open whether it happened. Not remembered: the request can be repeated.
   *
   * @param begun false if certainly nothing was begun, because the shard has too much to do
   */
  record Unavailable(boolean begun) implements Answer {}

  /**
   * Nothing happened: a record that the command needs cannot be read, because the disk damaged it.
   * Everything else can still be asked. The answer is not remembered.
   */
  record Unreadable() implements Answer {}

  /** The ruling on an operator's wish to abort a transaction. Not remembered. */
  record AbortRuled(AbortRuling ruling) implements Answer {}

  /** The ruling on an operator's wish to settle a transaction. Not remembered. */
  record SettleRuled(SettleRuling ruling) implements Answer {}

  /**
   * An Idempotency-Key stands for a command.
   *
   * @param command id under which it runs, also when it is repeated
   * @param expiresAt when the key becomes free again
   */
  record Claimed(String command, Instant expiresAt) implements Answer {}
}
