/**
 * What must be true, whatever goes wrong. Checkers know what clients asked and were told, and what
 * stores hold of balances, orders and answers; they know nothing of how a protocol works. Open
 * {@link tercet.simulator.check.Ledger} first.
 */
@NullMarked
package tercet.simulator.check;

import org.jspecify.annotations.NullMarked;
