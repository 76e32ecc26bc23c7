/**
 * The choreographed saga, without a coordinator. Participants debit, exchange votes, and each
 * decides by itself to keep the debit or to give it back. Open {@link
 * tercet.kernel.choreography.ChoreographyParticipant} first, then {@link
 * tercet.kernel.choreography.ChoreographyInitiator}.
 *
 * <p>The votes are those of decentralized commit (D. Skeen, "Nonblocking commit protocols", SIGMOD
 * 1981); debits are compensated as in H. Garcia-Molina and K. Salem, "Sagas", SIGMOD 1987, and
 * intermediate values are visible to others.
 */
@NullMarked
package tercet.kernel.choreography;

import org.jspecify.annotations.NullMarked;
