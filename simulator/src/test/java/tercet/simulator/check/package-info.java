/** Tests of what the simulator checks. */
@NullMarked
package tercet.simulator.check;

import org.jspecify.annotations.NullMarked;
