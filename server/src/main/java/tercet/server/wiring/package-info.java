/**
 * Puts a node together: store, shards, transport, gateway. Only these classes name adapters. Open
 * {@link tercet.server.wiring.Shop} first.
 */
@NullMarked
package tercet.server.wiring;

import org.jspecify.annotations.NullMarked;
