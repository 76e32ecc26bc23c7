package tercet.testing.verifier.shop;

/** Pieces of one item in an order. */
public record Line(ItemId item, long quantity) {}
