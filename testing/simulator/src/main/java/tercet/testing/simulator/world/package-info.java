/**
 * The world that nodes live in: virtual time, clocks, network, stores, and their faults. Open
 * {@link tercet.testing.simulator.world.World} first, then {@link
 * tercet.testing.simulator.world.SimulatedCluster}.
 */
@NullMarked
package tercet.testing.simulator.world;

import org.jspecify.annotations.NullMarked;
