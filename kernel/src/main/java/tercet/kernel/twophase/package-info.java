/**
 * Two-phase commit with two-phase locking and presumed abort: participants lock exclusively and
 * promise, one durable decision commits, and no client reads a locked balance. Open {@link
 * tercet.kernel.twophase.TwoPhaseCoordinator} first, then {@link
 * tercet.kernel.twophase.TwoPhaseParticipant} and {@link tercet.kernel.twophase.Locks}.
 *
 * <p>After J. Gray, "Notes on data base operating systems", 1978, and C. Mohan, B. Lindsay and R.
 * Obermarck, "Transaction management in the R* distributed database management system", TODS 1986.
 */
@NullMarked
package tercet.kernel.twophase;

import org.jspecify.annotations.NullMarked;
