/** The contest: many buyers, few pieces, all at once. Open {@link tercet.judge.contest.Contest}. */
@NullMarked
package tercet.judge.contest;

import org.jspecify.annotations.NullMarked;
