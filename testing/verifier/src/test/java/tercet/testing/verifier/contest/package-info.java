/** Tests of the contest against a shop in memory. */
@NullMarked
package tercet.judge.contest;

import org.jspecify.annotations.NullMarked;
