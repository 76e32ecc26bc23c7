package tercet.runtime.request;

/** Nothing was begun: too much is waiting already. Safe to repeat. */
public final class OverloadedException extends Exception {
  private static final long serialVersionUID = 1L;

  public OverloadedException() {
    super("Too many requests are waiting. Nothing was begun; repeat in a moment.");
  }
}
