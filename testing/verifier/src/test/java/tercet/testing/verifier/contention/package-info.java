/** Tests of the contest against a shop in memory. */
@NullMarked
package tercet.testing.verifier.contention;

import org.jspecify.annotations.NullMarked;
