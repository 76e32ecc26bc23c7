package tercet.runtime.request;

/** No answer came; whether anything happened is unknown. Safe to repeat. */
public final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean damaged;

  private NoAnswerException(String message, boolean damaged) {
    super(message);
    this.damaged = damaged;
  }

  /** It did not come in time. */
  public NoAnswerException() {
    this("No answer came in time. Whether it happened is unknown; repeat the request.", false);
  }

  /** The shard cannot read a record that the command needs, because the disk damaged it. */
  public static NoAnswerException damaged() {
    return new NoAnswerException(
        "A record on the server's disk cannot be read. The server's log names it.", true);
  }

  /** True if a record is damaged: the request fails again until the operator has repaired it. */
  public boolean isDamaged() {
    return damaged;
  }
}
