package tercet.kernel.command;

import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;

/** Pieces of one item. */
public record Pieces(ItemId item, Amount quantity) {}
