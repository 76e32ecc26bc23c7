/**
 * Everything that one seed draws: cluster, times, limits, load and faults. Open {@link
 * tercet.testing.simulator.swarm.Swarm} first.
 *
 * <p>After A. Groce et al., "Swarm testing", ISSTA 2012: many different small mixes of features and
 * faults find more than one mix with everything in it.
 */
@NullMarked
package tercet.testing.simulator.swarm;

import org.jspecify.annotations.NullMarked;
