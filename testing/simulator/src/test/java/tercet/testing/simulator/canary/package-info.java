/**
 * Planted bugs; the simulator must catch each. Open {@link tercet.testing.simulator.canary.Canary}.
 */
@NullMarked
package tercet.testing.simulator.canary;

import org.jspecify.annotations.NullMarked;
