/**
 * Kernel and interpreter as they run in production, in a simulated world that tries to break every
 * checkout. One seed drives everything, so that each failure can be seen again. Open {@link
 * tercet.testing.simulator.Simulation} first, then {@link tercet.testing.simulator.SeedRun}.
 *
 * <p>After TigerBeetle's VOPR, FoundationDB's simulation (J. Zhou et al., SIGMOD 2021) and
 * Cassandra Accord's burn test.
 */
@NullMarked
package tercet.testing.simulator;

import org.jspecify.annotations.NullMarked;
