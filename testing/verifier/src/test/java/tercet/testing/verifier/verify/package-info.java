/** Tests of the consistency test against shops in memory that are wrong in one way each. */
@NullMarked
package tercet.testing.verifier.verify;

import org.jspecify.annotations.NullMarked;
