/**
 * A running process: lanes for the shards that it serves. Open {@link tercet.runtime.node.Node}.
 */
@NullMarked
package tercet.runtime.node;

import org.jspecify.annotations.NullMarked;
