package tercet.kernel.command;

import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;

/**
 * The price of an item at some moment.
 *
 * @param price of one piece
 */
public record Price(ItemId item, Amount price) {}
