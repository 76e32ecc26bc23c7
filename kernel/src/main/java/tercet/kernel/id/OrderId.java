package tercet.kernel.id;

/**
 * Names an order.
 *
 * @param value opaque, not empty
 */
public record OrderId(String value) {
  public OrderId {
    Ids.check(value);
  }
}
