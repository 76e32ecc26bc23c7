/**
 * The orchestrated saga: the order's shard debits the participants, and has the debits given back
 * when one of them refuses. Open {@link tercet.kernel.saga.SagaCoordinator} first, then {@link
 * tercet.kernel.saga.SagaParticipant}.
 *
 * <p>After H. Garcia-Molina and K. Salem, "Sagas", SIGMOD 1987: each debit is a transaction of its
 * own with a compensating transaction, and intermediate values are visible to others.
 */
@NullMarked
package tercet.kernel.saga;

import org.jspecify.annotations.NullMarked;
