package tercet.store.redis;

/**
 * How a store is doing, since it was opened.
 *
 * @param commits that ended well, those that changed nothing included
 * @param conflicts runs that were repeated because another node had committed first
 * @param reads times that records were read from a server; a remembered record needs none
 * @param unavailable commits and reads that found no usable server
 * @param expired records that were dropped because their time was over
 * @param rollbacks times that a shard had lost confirmed commits
 * @param quarantinedShards that are refused until a person accepts what was lost
 * @param missingReplicas that the shop goes on without: start them again
 * @param unreadableRecords that were met since the start, each counted once
 */
public record RedisStatistics(
    long commits,
    long conflicts,
    long reads,
    long unavailable,
    long expired,
    long rollbacks,
    long quarantinedShards,
    long missingReplicas,
    long unreadableRecords) {}
