package tercet.runtime.mailbox;

/**
 * How a lane is doing.
 *
 * @param waiting inputs in the mailbox
 * @param openTransactions that it coordinates
 * @param commits since the start, those that changed nothing included
 * @param decided inputs since the start, fused messages included
 */
public record LaneStatistics(int waiting, int openTransactions, long commits, long decided) {
  public LaneStatistics plus(LaneStatistics other) {
    return new LaneStatistics(
        waiting + other.waiting,
        openTransactions + other.openTransactions,
        commits + other.commits,
        decided + other.decided);
  }
}
