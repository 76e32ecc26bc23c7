/** The simulated store and transport, held to the contracts that real ones are held to. */
@NullMarked
package tercet.testing.simulator.world;

import org.jspecify.annotations.NullMarked;
