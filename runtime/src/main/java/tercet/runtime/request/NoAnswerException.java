package tercet.runtime.request;

/** The answer did not come in time; whether anything happened is unknown. Safe to repeat. */
public final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  public NoAnswerException() {
    super("No answer came in time. Whether it happened is unknown; repeat the request.");
  }
}
