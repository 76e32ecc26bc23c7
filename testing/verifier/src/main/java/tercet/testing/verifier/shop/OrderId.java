package tercet.testing.verifier.shop;

/**
 * The id of an order; opaque.
 *
 * @param text as it stands in paths and answers
 */
public record OrderId(String text) {
  /** An id that {@code batch_init} makes: "0", "1" and so on. */
  public static OrderId of(long number) {
    return new OrderId(Long.toString(number));
  }

  @Override
  public String toString() {
    return text;
  }
}
