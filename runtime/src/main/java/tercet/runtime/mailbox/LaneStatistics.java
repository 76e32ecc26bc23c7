package tercet.runtime.mailbox;

/**
 * Counters of a lane.
 *
 * @param waiting inputs in the mailbox
 * @param openTransactions that it coordinates
 * @param commits since the start, those that changed nothing included
 * @param decided inputs since the start, fused messages included
 * @param late how often an input was set aside since the start, because the store was too slow for
 *     it or others were faster, even by itself
 * @param expired requests whose client had stopped waiting before their turn came
 * @param stalled lanes whose store does not answer now
 */
public record LaneStatistics(
    int waiting,
    int openTransactions,
    long commits,
    long decided,
    long late,
    long expired,
    int stalled) {
  public LaneStatistics plus(LaneStatistics other) {
    return new LaneStatistics(
        waiting + other.waiting,
        openTransactions + other.openTransactions,
        commits + other.commits,
        decided + other.decided,
        late + other.late,
        expired + other.expired,
        stalled + other.stalled);
  }
}
