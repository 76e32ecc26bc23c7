/** Which inputs met which states of a protocol. Open {@link tercet.simulator.coverage.Coverage}. */
@NullMarked
package tercet.simulator.coverage;

import org.jspecify.annotations.NullMarked;
