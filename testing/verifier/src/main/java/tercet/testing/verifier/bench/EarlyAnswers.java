package tercet.testing.verifier.bench;

/**
 * Acknowledged checkouts that were read at once, to see whether they were paid when the client was
 * told so.
 *
 * @param sampled orders that could be read
 * @param early of these, how many were not paid yet
 */
public record EarlyAnswers(long sampled, long early) {
  private static final double PERCENT = 100;

  /** Nothing was sampled. */
  public static final EarlyAnswers NONE = new EarlyAnswers(0, 0);

  /** True if a client was told 2xx for a checkout that had not happened yet. */
  public boolean isWrong() {
    return early > 0;
  }

  /** On one line, for a person. */
  @Override
  public String toString() {
    return isWrong()
        ? ("WARNING: %,d of %,d sampled checkouts (%.0f %%) were answered with 2xx before they were"
                + " paid. The rate counts promises.")
            .formatted(early, sampled, early * PERCENT / sampled)
        : "Answered before paid: 0 of %,d sampled checkouts".formatted(sampled);
  }
}
