package tercet.kernel.command;

import java.time.Instant;
import tercet.kernel.Stored;

/**
 * What an Idempotency-Key was first used for.
 *
 * @param fingerprint of the request
 * @param command id under which the request runs
 */
public record Claimed(String fingerprint, String command, Instant expiresAt)
    implements Stored.Expiring {}
