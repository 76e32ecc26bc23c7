package tercet.kernel.decision;

import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;

/**
 * The outcome of a transaction cannot be told, because the records that would tell it are gone.
 * Nothing is sent and nothing changes, so that all parts stay together. The question comes again.
 *
 * @param order that the transaction was to pay
 * @param orderShard that was asked
 * @param generation of the order when the transaction began, as the participant says
 * @param incarnation of the order's shard then, as the participant says
 * @param participant that asked, or was told
 */
public record Finding(
    TransactionId transaction,
    OrderId order,
    ShardId orderShard,
    long generation,
    long incarnation,
    ShardId participant,
    Reason reason) {

  /** Why it cannot be told. */
  public enum Reason {
    ORDER_MISSING("there is no such order"),
    RECORDS_OLDER(
        "the order's records are older than the transaction: their store was restored or emptied"),
    PAYMENT_FORGOTTEN("the order was paid and overwritten more often than it remembers"),
    TAKEN_FOR_NOTHING(
        "every participant has taken its part, but the order was paid by another transaction or"
            + " overwritten"),
    OUTCOME_FORGOTTEN(
        "the participant has no record of it any more, so it may have done its part or not"),
    PART_FORGOTTEN(
        "the order is paid, and the participant has given back a part that is not known"),
    NO_ROOM("the sum with the amount to give back would exceed the largest amount");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** For people; part of a sentence. */
    public String sentence() {
      return sentence;
    }
  }
}
