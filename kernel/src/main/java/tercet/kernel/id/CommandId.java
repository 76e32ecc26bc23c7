package tercet.kernel.id;

/**
 * Names one request of a client. A repeated command has the same id, and gets the first answer.
 *
 * @param value opaque, unique for all time
 * @param keyed true if it came with an Idempotency-Key, so that its answer is kept for a day
 */
public record CommandId(String value, boolean keyed) {
  /**
   * Tells apart what this command makes from what an earlier one made under the same name; see
   * {@link tercet.kernel.balance.Balance#generation}. FNV-1a, 64 bits (public domain).
   */
  public long generation() {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < value.length(); i++) {
      hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
