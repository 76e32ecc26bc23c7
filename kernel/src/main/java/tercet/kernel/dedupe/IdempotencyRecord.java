package tercet.kernel.dedupe;

import java.time.Instant;
import tercet.kernel.decision.StoredRecord;

/**
 * The first request with an Idempotency-Key.
 *
 * @param fingerprint of the request
 * @param command id under which the request runs
 */
public record IdempotencyRecord(String fingerprint, String command, Instant expiresAt)
    implements StoredRecord.Expiring {}
