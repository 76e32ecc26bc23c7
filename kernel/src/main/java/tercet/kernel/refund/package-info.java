/**
 * Gives back what a cancelled order had paid. Open {@link tercet.kernel.refund.RefundCoordinator}
 * first, then {@link tercet.kernel.refund.RefundParticipant}.
 *
 * <p>The order's record decides: the commit that cancels it makes the refund certain, and no
 * participant can refuse to take something. So there are no votes, and the same machine serves
 * orders that any protocol has paid: the order's shard sends each participant its amounts until it
 * has confirmed them. A refund's id follows from that of the payment, so a payment is given back
 * once, however often and by however many it is asked for.
 */
@NullMarked
package tercet.kernel.refund;

import org.jspecify.annotations.NullMarked;
