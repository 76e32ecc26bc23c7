package tercet.kernel.transaction;

import tercet.kernel.Stored;
import tercet.kernel.choreography.Voted;
import tercet.kernel.saga.Debited;
import tercet.kernel.tcc.Held;
import tercet.kernel.twophase.Prepared;
import tercet.kernel.twophase.Queued;

/** A participant's share of a transaction whose outcome it does not know. */
public sealed interface OpenPart extends Stored.Open
    permits Debited, Held, Prepared, Queued, Voted {}
