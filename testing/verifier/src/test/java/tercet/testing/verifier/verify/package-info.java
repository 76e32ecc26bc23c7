/** Tests of the consistency test against shops in memory that are wrong in one way each. */
@NullMarked
package tercet.judge.verify;

import org.jspecify.annotations.NullMarked;
