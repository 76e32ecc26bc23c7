/**
 * Planted bugs, each of which the simulator must catch. Open {@link
 * tercet.testing.simulator.canary.Canary}.
 */
@NullMarked
package tercet.testing.simulator.canary;

import org.jspecify.annotations.NullMarked;
