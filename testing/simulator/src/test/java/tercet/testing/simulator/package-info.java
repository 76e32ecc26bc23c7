/** Tests of the simulator. Open {@link tercet.simulator.FreshSeedsTest} first. */
@NullMarked
package tercet.simulator;

import org.jspecify.annotations.NullMarked;
