/**
 * The view of an operator: what is open on this node and on the others, and what ended lately. Open
 * {@link tercet.runtime.inspect.NodeInspector} first, then {@link
 * tercet.runtime.inspect.PeerInspections}.
 */
@NullMarked
package tercet.runtime.inspect;

import org.jspecify.annotations.NullMarked;
