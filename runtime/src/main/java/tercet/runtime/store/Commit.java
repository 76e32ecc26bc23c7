package tercet.runtime.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;

/**
 * The changes of a decision that a store is to commit.
 *
 * @param changes each key's new record, null to delete it; empty if nothing changes, in which case
 *     nothing is written
 * @param result handed back to the caller once the changes are durable
 */
public record Commit<T>(Map<Key, @Nullable StoredRecord> changes, T result) {}
