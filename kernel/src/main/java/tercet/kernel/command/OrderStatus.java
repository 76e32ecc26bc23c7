package tercet.kernel.command;

import java.time.Instant;
import java.util.List;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;

/**
 * How far an order is. A time before which versions kept none is {@link java.time.Instant#EPOCH}.
 */
public sealed interface OrderStatus {
  /** No checkout of it was ever refused, and none is in progress. */
  record Unpaid() implements OrderStatus {}

  /**
   * Its checkout is undecided.
   *
   * @param deadline of the decision
   * @param awaiting participants whose answer is missing
   */
  record InProgress(TransactionId transaction, Instant deadline, List<ShardId> awaiting)
      implements OrderStatus {
    public InProgress {
      awaiting = List.copyOf(awaiting);
    }
  }

  /**
   * Paid.
   *
   * @param returned pieces that were cancelled since
   */
  record Paid(TransactionId transaction, Instant at, List<Line> returned) implements OrderStatus {
    public Paid {
      returned = List.copyOf(returned);
    }
  }

  /**
   * Its last checkout was refused, for good.
   *
   * @param awaiting participants that may still have to give back what they took for it
   */
  record Refused(TransactionId transaction, Refusal refusal, Instant at, List<ShardId> awaiting)
      implements OrderStatus {
    public Refused {
      awaiting = List.copyOf(awaiting);
    }
  }

  /**
   * It was paid, and is cancelled.
   *
   * @param transaction that had paid it
   * @param awaiting participants that have not given back yet what it took
   */
  record Cancelled(
      TransactionId transaction,
      Instant paidAt,
      TransactionId refund,
      Instant at,
      List<ShardId> awaiting)
      implements OrderStatus {
    public Cancelled {
      awaiting = List.copyOf(awaiting);
    }
  }
}
