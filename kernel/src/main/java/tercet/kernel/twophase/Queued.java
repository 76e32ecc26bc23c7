package tercet.kernel.twophase;

import java.time.Instant;
import tercet.kernel.transaction.Branch;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.Origin;

/**
 * A participant has promised nothing: it stands in line for a lock. If nothing comes of it by the
 * deadline it leaves the line.
 *
 * @param origin of the transaction
 * @param branch with the balances in the order in which they are locked
 * @param locked how many of them are locked; it stands in line for the next one
 * @param wakeAt the deadline
 */
public record Queued(Origin origin, Branch branch, int locked, Instant deadline, Instant wakeAt)
    implements OpenBranch {}
