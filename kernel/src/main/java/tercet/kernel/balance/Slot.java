package tercet.kernel.balance;

import java.time.Instant;
import tercet.kernel.id.OrderId;

/**
 * One of the places that a user has for reserved orders. It is taken until the time of the
 * reservation, even if that ends earlier: so a message that comes late can reserve nothing beyond
 * the limit.
 *
 * @param until the first moment at which another order may take it
 */
public record Slot(OrderId order, Instant until) {}
