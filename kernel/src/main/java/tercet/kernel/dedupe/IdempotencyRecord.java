package tercet.kernel.dedupe;

import java.time.Instant;
import tercet.kernel.decision.StoredRecord;

/**
 * What an Idempotency-Key was first used for.
 *
 * @param fingerprint of the request
 * @param command id under which the request runs
 */
public record IdempotencyRecord(String fingerprint, String command, Instant expiresAt)
    implements StoredRecord.Expiring {}
