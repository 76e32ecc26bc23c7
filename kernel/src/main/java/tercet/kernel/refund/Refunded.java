package tercet.kernel.refund;

import java.time.Instant;
import tercet.kernel.transaction.OpenBranch;
import tercet.kernel.transaction.Origin;

/**
 * A participant has given back its part of a cancelled order. It remembers that, and says so, until
 * the order's shard sends the refund no more.
 *
 * @param since when it did that
 * @param reports how often it has said so by itself
 */
public record Refunded(Origin origin, Instant since, int reports, Instant wakeAt)
    implements OpenBranch {}
