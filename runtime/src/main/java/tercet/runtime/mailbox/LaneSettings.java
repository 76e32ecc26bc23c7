package tercet.runtime.mailbox;

/**
 * Limits of a lane.
 *
 * @param mailboxMax inputs that may wait; more are dropped and will be sent again. Above the number
 *     of requests in flight and of messages between them, so that it is reached only in trouble
 * @param batchMax inputs decided in one commit, fused messages not counted: more make commits
 *     cheaper, but the first of them wait longer
 * @param fusion whether messages between shards of the lane are decided in the batch that sends
 *     them, if the store allows it
 * @param openMax transactions that may be open; while there are more, none begins. Messages about
 *     those that are open are always decided, so their number falls
 */
public record LaneSettings(int mailboxMax, int batchMax, boolean fusion, int openMax) {
  /**
   * Transactions that an outage leaves open are to be closed within seconds after it. A lane wakes
   * ten thousand records a second then, and hears as many answers.
   */
  public static final int OPEN_MAX = 50_000;

  public LaneSettings {
    if (mailboxMax < 2 || batchMax < 1 || openMax < 1) {
      throw new IllegalArgumentException("a lane needs room for inputs: " + mailboxMax);
    }
  }

  /** With the usual limit of open transactions. */
  public LaneSettings(int mailboxMax, int batchMax, boolean fusion) {
    this(mailboxMax, batchMax, fusion, OPEN_MAX);
  }
}
