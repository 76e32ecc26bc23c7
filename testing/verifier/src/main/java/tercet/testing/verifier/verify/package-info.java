/**
 * The consistency test of a running shop. Open {@link tercet.testing.verifier.verify.Verification}
 * first, which plays the contests of {@link tercet.testing.verifier.contention} and compares the
 * books.
 */
@NullMarked
package tercet.testing.verifier.verify;

import org.jspecify.annotations.NullMarked;
