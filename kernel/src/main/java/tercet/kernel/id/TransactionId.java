package tercet.kernel.id;

/**
 * Names one checkout attempt. It is the id of the command that began it, so that a repeated command
 * can never begin a second one.
 *
 * @param value opaque, not empty, unique for all time
 */
public record TransactionId(String value) {
  public TransactionId {
    Ids.check(value);
  }
}
