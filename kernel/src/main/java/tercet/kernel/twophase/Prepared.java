package tercet.kernel.twophase;

import java.time.Instant;
import tercet.kernel.OrderId;
import tercet.kernel.ShardId;
import tercet.kernel.transaction.OpenPart;
import tercet.kernel.transaction.Part;

/**
 * A participant has promised to do its part, all of whose balances are locked. It can neither
 * commit nor abort by itself: it asks for the outcome, by voting again, until it hears one.
 *
 * @param deadline of the transaction
 * @param votes how often it has voted, at least once
 */
public record Prepared(
    OrderId order, ShardId coordinator, Part part, Instant deadline, int votes, Instant wakeAt)
    implements OpenPart {}
