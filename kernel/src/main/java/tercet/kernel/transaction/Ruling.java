package tercet.kernel.transaction;

import tercet.kernel.command.RuledOutcome;
import tercet.kernel.decision.StoredRecord;

/**
 * An operator's word on a transaction whose outcome the records could not tell. It counts wherever
 * the order does not name the transaction as its payment, so that all participants follow the same
 * outcome, also one that returns weeks later. Kept for good: these are few, and no time tells when
 * the last participant has asked.
 */
public record Ruling(RuledOutcome settlement) implements StoredRecord {}
