/**
 * What must be true under every fault. Checkers know what clients asked and were told, and what
 * stores hold of balances, orders and answers; they know nothing of how a protocol works. Open
 * {@link tercet.testing.simulator.check.Ledger} first.
 *
 * <p>Two look at the machines themselves, in addition: {@link
 * tercet.testing.simulator.check.LockQueues} at locks and {@link
 * tercet.testing.simulator.check.Votes} at what participants say.
 */
@NullMarked
package tercet.testing.simulator.check;

import org.jspecify.annotations.NullMarked;
