package tercet.kernel.dedupe;

import java.time.Instant;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.StoredRecord;

/**
 * A dedupe record: the answer to a command, written in the same commit as its effect.
 *
 * @param expiresAt when no repetition of the command can arrive any more
 */
public record DedupeRecord(Answer answer, Instant expiresAt) implements StoredRecord.Expiring {}
