/**
 * Observation of a running node: the port for traces, and the one form in which log lines name a
 * transaction. Open {@link tercet.runtime.observe.Observer} first.
 */
@NullMarked
package tercet.runtime.observe;

import org.jspecify.annotations.NullMarked;
