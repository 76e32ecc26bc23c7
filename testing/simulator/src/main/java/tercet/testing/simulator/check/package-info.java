/**
 * The invariants that hold under every fault. Checkers know the requests and answers of clients,
 * and the stored balances, orders and answers; they know nothing of how a protocol works. Open
 * {@link tercet.testing.simulator.check.Ledger} first.
 *
 * <p>Two look at the machines themselves, in addition: {@link
 * tercet.testing.simulator.check.LockQueues} at locks and {@link
 * tercet.testing.simulator.check.Votes} at the messages of participants.
 */
@NullMarked
package tercet.testing.simulator.check;

import org.jspecify.annotations.NullMarked;
