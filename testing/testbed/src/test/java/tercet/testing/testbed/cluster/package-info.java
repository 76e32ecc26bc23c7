/** Tests of blueprints; clusters themselves are tested with the program, in {@code e2e}. */
@NullMarked
package tercet.testing.testbed.cluster;

import org.jspecify.annotations.NullMarked;
