package tercet.kernel.id;

/** The common rules of all ids. */
public final class Ids {
  private Ids() {}

  /**
   * Refuses an id that names nothing.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static void check(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an id is never empty");
    }
  }
}
