package tercet.runtime.cluster;

import java.time.Duration;

/**
 * Counts between this node and one peer since the start.
 *
 * @param peer its name
 * @param reachable false while it is suspected to be gone
 * @param waiting envelopes in the queue now
 * @param sent envelopes that travelled
 * @param batches in which they did
 * @param full envelopes dropped because the queue was full
 * @param lost envelopes dropped because the peer was gone and no other node could take its place,
 *     or because it refused a batch, or because they have no bytes
 * @param refused envelopes that the peer had no room for
 * @param limit after how long without an answer it is suspected now
 * @param clockSkewSeconds how far its clock is ahead of this node's; negative if it is behind
 * @param apart whether that is more than allowed
 */
public record PeerStatistics(
    String peer,
    boolean reachable,
    int waiting,
    long sent,
    long batches,
    long full,
    long lost,
    long refused,
    Duration limit,
    double clockSkewSeconds,
    boolean apart) {}
