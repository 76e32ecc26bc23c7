/** Periodic work of a node. Open {@link tercet.runtime.time.Ticker}. */
@NullMarked
package tercet.runtime.time;

import org.jspecify.annotations.NullMarked;
