/**
 * The consistency test of a running shop. Open {@link tercet.judge.verify.Verification} first,
 * which plays the contests of {@link tercet.judge.contest} and compares the books.
 */
@NullMarked
package tercet.judge.verify;

import org.jspecify.annotations.NullMarked;
