/**
 * Contests in which a shop can go wrong. Open {@link tercet.testing.verifier.contest.Contest}
 * first: many buyers, few pieces, all at once; {@link tercet.testing.verifier.contest.MixedContest}
 * is the harder one.
 */
@NullMarked
package tercet.testing.verifier.contest;

import org.jspecify.annotations.NullMarked;
