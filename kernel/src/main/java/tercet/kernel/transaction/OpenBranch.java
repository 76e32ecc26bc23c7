package tercet.kernel.transaction;

import tercet.kernel.choreography.Voted;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.outcome.Applied;
import tercet.kernel.refund.Refunded;
import tercet.kernel.saga.Debited;
import tercet.kernel.tcc.Held;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;

/**
 * A participant's share of a transaction whose outcome it does not know, or not for good, or of a
 * refund whose sender may still repeat it.
 */
public sealed interface OpenBranch extends StoredRecord.Open
    permits Applied, Debited, Held, Prepared, Queued, Refunded, Voted {}
