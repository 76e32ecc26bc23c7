/**
 * Which inputs met which states of a protocol. Open {@link
 * tercet.testing.simulator.coverage.Coverage}.
 */
@NullMarked
package tercet.testing.simulator.coverage;

import org.jspecify.annotations.NullMarked;
