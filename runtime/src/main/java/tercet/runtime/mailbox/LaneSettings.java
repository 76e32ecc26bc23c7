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
 */
public record LaneSettings(int mailboxMax, int batchMax, boolean fusion) {
  public LaneSettings {
    if (mailboxMax < 2 || batchMax < 1) {
      throw new IllegalArgumentException("a lane needs room for inputs: " + mailboxMax);
    }
  }
}
