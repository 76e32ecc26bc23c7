/**
 * The world that nodes live in: virtual time, clocks, network, stores, and everything that goes
 * wrong with them. Open {@link tercet.simulator.world.World} first, then {@link
 * tercet.simulator.world.Cluster}.
 */
@NullMarked
package tercet.simulator.world;

import org.jspecify.annotations.NullMarked;
