/** Tests of the simulator. Open {@link tercet.testing.simulator.FreshSeedsTest} first. */
@NullMarked
package tercet.testing.simulator;

import org.jspecify.annotations.NullMarked;
