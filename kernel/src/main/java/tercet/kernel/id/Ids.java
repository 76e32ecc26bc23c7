package tercet.kernel.id;

/** What all ids have in common. */
final class Ids {
  private Ids() {}

  static void check(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an id is never empty");
    }
  }
}
