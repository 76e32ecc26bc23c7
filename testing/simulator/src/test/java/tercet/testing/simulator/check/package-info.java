/** Tests of what the simulator checks. */
@NullMarked
package tercet.testing.simulator.check;

import org.jspecify.annotations.NullMarked;
