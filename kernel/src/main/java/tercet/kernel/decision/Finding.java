package tercet.kernel.decision;

import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;

/**
 * A participant asked what became of a transaction, and the records that would tell are gone. It is
 * left in doubt: nothing is sent and nothing changes, so that nothing is torn apart. It asks again.
 *
 * @param order that the transaction was to pay
 * @param orderShard that was asked
 * @param participant that asked
 */
public record Finding(
    TransactionId transaction,
    OrderId order,
    ShardId orderShard,
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
            + " overwritten");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** For a person; part of a sentence. */
    public String sentence() {
      return sentence;
    }
  }
}
