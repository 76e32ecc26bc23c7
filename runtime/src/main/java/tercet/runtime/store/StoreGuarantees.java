package tercet.runtime.store;

/**
 * The promises of a store, so that unsound combinations can be refused when a node starts.
 *
 * @param durable a commit that returned survives the death of the process and of the machine's
 *     power
 * @param shared several processes may commit to the same shard; the store arbitrates
 * @param spansShards one commit may change records of several shards, atomically
 */
public record StoreGuarantees(boolean durable, boolean shared, boolean spansShards) {}
