/** What a node does again and again. Open {@link tercet.runtime.time.Ticker}. */
@NullMarked
package tercet.runtime.time;

import org.jspecify.annotations.NullMarked;
