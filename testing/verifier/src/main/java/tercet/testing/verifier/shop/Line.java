package tercet.testing.verifier.shop;

/** So many pieces of one item in an order. */
public record Line(ItemId item, long quantity) {}
