package tercet.testing.simulator.world;

import java.util.List;

/**
 * A promise was broken. An error, so that nothing under test catches it; it ends the simulation of
 * the seed.
 */
public final class Violation extends Error {
  private static final long serialVersionUID = 1L;

  /** The names that a trace of the cause must mention. */
  private final transient List<String> about;

  /**
   * @param message says which promise, and how it was broken
   * @param about how the transactions, orders and balances that it is about appear in a trace
   */
  public Violation(String message, String... about) {
    super(message, null, false, true);
    this.about = List.of(about);
  }

  Violation(String message, Throwable cause) {
    super(message, cause, false, true);
    this.about = List.of();
  }

  /** How the transactions, orders and balances that it is about appear in a trace. */
  public List<String> about() {
    return about;
  }
}
