/**
 * Planted bugs, each of which the simulator must catch. Open {@link
 * tercet.simulator.canary.Canary}.
 */
@NullMarked
package tercet.simulator.canary;

import org.jspecify.annotations.NullMarked;
