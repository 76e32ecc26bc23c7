/**
 * Seeded fuzzing: valid input is changed at random, and the program must refuse what is wrong. Open
 * {@link tercet.testing.testbed.fuzz.FuzzRun} first.
 */
@NullMarked
package tercet.testing.testbed.fuzz;

import org.jspecify.annotations.NullMarked;
