/**
 * Contests in which a shop can go wrong. Open {@link tercet.judge.contest.Contest} first: many
 * buyers, few pieces, all at once; {@link tercet.judge.contest.MixedContest} is the harder one.
 */
@NullMarked
package tercet.judge.contest;

import org.jspecify.annotations.NullMarked;
