/**
 * Balances: integers that never go below zero. Open {@link tercet.kernel.balance.Balance} first;
 * items' stock and users' credit are its two uses.
 */
@NullMarked
package tercet.kernel.balance;

import org.jspecify.annotations.NullMarked;
