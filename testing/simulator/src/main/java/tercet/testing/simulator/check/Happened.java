package tercet.testing.simulator.check;

import org.jspecify.annotations.Nullable;
import tercet.kernel.id.Key;
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

    /** An order is like that. */
    record Ordered(@Nullable Order order) implements Effect {}
  }
}
