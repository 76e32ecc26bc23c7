package tercet.testing.verifier.shop;

/**
 * An item as the service shows it.
 *
 * @param stock pieces that can be sold now
 * @param price of one piece
 */
public record Item(ItemId id, long stock, long price) {}
