/**
 * Loads and judges a shop over its public HTTP contract only, so it can judge any shop that speaks
 * it. Open {@link tercet.judge.contest.Contest} first for the whole in small; {@link
 * tercet.judge.http} puts load on it, {@link tercet.judge.shop} speaks the contract, {@link
 * tercet.judge.books} compares what was told with what is.
 */
@NullMarked
package tercet.judge;

import org.jspecify.annotations.NullMarked;
