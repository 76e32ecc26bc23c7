package tercet.kernel.twophase;

import java.time.Instant;
import tercet.kernel.transaction.OpenPart;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Part;

/**
 * A participant has promised nothing: it stands in line for a lock. If nothing comes of it by the
 * deadline it leaves the line.
 *
 * @param origin of the transaction
 * @param part with the balances in the order in which they are locked
 * @param locked how many of them are locked; it stands in line for the next one
 * @param wakeAt the deadline
 */
public record Queued(Origin origin, Part part, int locked, Instant deadline, Instant wakeAt)
    implements OpenPart {}
