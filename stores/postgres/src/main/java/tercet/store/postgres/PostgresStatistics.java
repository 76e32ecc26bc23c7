package tercet.store.postgres;

/**
 * How a store is doing, since it was opened.
 *
 * @param commits that ended well, those that changed nothing included
 * @param conflicts runs that were repeated because others were faster
 * @param unavailable commits and reads that met no database
 * @param swept expired records that were removed
 * @param unreadableRecords that were met since the start, each counted once
 */
public record PostgresStatistics(
    long commits, long conflicts, long unavailable, long swept, long unreadableRecords) {}
