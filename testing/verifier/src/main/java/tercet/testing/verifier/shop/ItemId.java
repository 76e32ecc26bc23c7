package tercet.testing.verifier.shop;

/**
 * The id of an item; opaque.
 *
 * @param text as it stands in paths and answers
 */
public record ItemId(String text) {
  /** An id that {@code batch_init} makes: "0", "1" and so on. */
  public static ItemId of(long number) {
    return new ItemId(Long.toString(number));
  }

  @Override
  public String toString() {
    return text;
  }
}
