package tercet.kernel.twophase;

import java.time.Instant;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.Origin;

/**
 * A participant has promised to do its part, all of whose balances are locked. It can neither
 * commit nor abort by itself: it asks for the outcome, by voting again, until it hears one.
 *
 * @param origin of the transaction
 * @param deadline of the transaction
 * @param votes how often it has voted, at least once
 */
public record Prepared(Origin origin, Branch branch, Instant deadline, int votes, Instant wakeAt)
    implements OpenBranch {}
