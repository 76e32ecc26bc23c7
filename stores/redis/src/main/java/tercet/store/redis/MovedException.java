package tercet.store.redis;

/**
 * A shard has another state than this process assumed; the decision is made again over the stored
 * records.
 */
final class MovedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean assumed;

  /** The shard has another state. */
  MovedException() {
    this(false);
  }

  /**
   * @param assumed whether the only reason is a record that was taken for absent and is there
   */
  MovedException(boolean assumed) {
    super("others were faster", null, false, false); // it is control flow: no trace
    this.assumed = assumed;
  }

  boolean isAssumed() {
    return assumed;
  }
}
