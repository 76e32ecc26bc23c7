/**
 * The choreographed saga: nobody coordinates. Participants debit, tell each other, and keep or give
 * back what they took by themselves. Open {@link
 * tercet.kernel.choreography.ChoreographyParticipant} first, then {@link
 * tercet.kernel.choreography.ChoreographyInitiator}.
 *
 * <p>The votes are those of decentralized commit (D. Skeen, "Nonblocking commit protocols", SIGMOD
 * 1981); what is undone is compensated as in H. Garcia-Molina and K. Salem, "Sagas", SIGMOD 1987,
 * and intermediate values are visible to others.
 */
@NullMarked
package tercet.kernel.choreography;

import org.jspecify.annotations.NullMarked;
