package tercet.testing.simulator.check;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Key;
import tercet.kernel.id.TransactionId;
import tercet.kernel.order.Order;

/**
 * One effect of a commit.
 *
 * @param position of the commit
 * @param at milliseconds of the world
 * @param key of the balance or the order
 */
record Happened(long position, long at, Key key, Effect effect) {
  /** The new value. */
  sealed interface Effect {
    /** A balance was made or overwritten. */
    record Filled(long amount) implements Effect {}

    /** A client added or took something. */
    record Moved(long amount, String command) implements Effect {}

    /** An amount of a cancelled order was given back. */
    record Refunded(long amount, TransactionId refund) implements Effect {}

    /** Amounts of a cancelled order are to be given back. */
    record Owed(Map<Key, Long> amounts, TransactionId refund) implements Effect {
      public Owed {
        amounts = Map.copyOf(amounts);
      }
    }

    /** An order is like that. */
    record Ordered(@Nullable Order order) implements Effect {}
  }
}
