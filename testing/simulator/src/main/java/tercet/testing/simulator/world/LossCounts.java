package tercet.testing.simulator.world;

/**
 * Counts of lost commits.
 *
 * @param noticed how often a lane noticed that a shard has lost some
 * @param unnoticed how often a lane could have, and did not
 * @param inDoubt how often a question of a participant could not be answered at the time
 */
public record LossCounts(int noticed, int unnoticed, int inDoubt) {}
