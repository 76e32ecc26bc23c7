/** Orders and their lines. Open {@link tercet.kernel.order.Order} first. */
@NullMarked
package tercet.kernel.order;

import org.jspecify.annotations.NullMarked;
