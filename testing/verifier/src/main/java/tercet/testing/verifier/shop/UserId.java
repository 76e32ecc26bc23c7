package tercet.testing.verifier.shop;

/**
 * The id of a user; opaque.
 *
 * @param text as it stands in paths and answers
 */
public record UserId(String text) {
  /** An id that {@code batch_init} makes: "0", "1" and so on. */
  public static UserId of(long number) {
    return new UserId(Long.toString(number));
  }

  @Override
  public String toString() {
    return text;
  }
}
