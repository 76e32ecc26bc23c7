/**
 * The parts that every commit protocol needs: the attempted checkout, its participants, and the
 * clients that wait for it. Open {@link tercet.kernel.transaction.Transaction} first.
 */
@NullMarked
package tercet.kernel.transaction;

import org.jspecify.annotations.NullMarked;
