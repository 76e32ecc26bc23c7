/**
 * Keeps the services of a transaction in agreement when a store may lose its last commits. The
 * order's own record stays the one decision record; participants follow it in both directions. Open
 * {@link tercet.kernel.outcome.OutcomeCoordinator} first, then {@link
 * tercet.kernel.outcome.OutcomeParticipant}.
 *
 * <p>All of it rests while {@link tercet.kernel.transaction.TransactionSettings#lossWindow} is
 * zero: then outcomes are forgotten as soon as they are heard.
 */
@NullMarked
package tercet.kernel.outcome;

import org.jspecify.annotations.NullMarked;
