/**
 * What every commit protocol needs: the checkout that is attempted, who takes part, who waits for
 * it. Open {@link tercet.kernel.transaction.Transaction} first.
 */
@NullMarked
package tercet.kernel.transaction;

import org.jspecify.annotations.NullMarked;
