package tercet.runtime.cluster;

/** The nodes that can serve a shard, which depend on where its records are. */
public enum Ownership {
  /** One node only: its store belongs to the process, as RocksDB does. */
  ONE_NODE,
  /** Any node of the service: they share a store, which arbitrates. */
  ANY_NODE
}
