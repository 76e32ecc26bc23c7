/** Tests of the simulator's checks. */
@NullMarked
package tercet.testing.simulator.check;

import org.jspecify.annotations.NullMarked;
