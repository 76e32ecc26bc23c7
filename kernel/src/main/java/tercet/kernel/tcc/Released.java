package tercet.kernel.tcc;

import java.time.Instant;
import tercet.kernel.transaction.Tombstone;

/**
 * An attempt is over, the transaction is not.
 *
 * @param attempt tries of this one and those before have no effect any more
 */
public record Released(int attempt, Instant expiresAt) implements Tombstone {}
