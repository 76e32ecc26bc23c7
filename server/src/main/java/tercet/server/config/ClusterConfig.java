package tercet.server.config;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tercet.runtime.cluster.ClusterFile;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterNode;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.cluster.Role;

/**
 * This process as a node of a cluster.
 *
 * @param file that lists all nodes
 * @param map of the cluster file
 * @param self one of its nodes
 * @param transport that connects it with the others
 */
public record ClusterConfig(
    Path file, ClusterMap map, ClusterNode self, TransportChoice transport) {
  /**
   * Reads what a node needs to know.
   *
   * @param transport how nodes reach each other
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public static ClusterConfig read(Path file, @Nullable String node, TransportChoice transport) {
    ClusterMap map = map(file);
    if (node == null) {
      throw new IllegalArgumentException(
          "--cluster needs --node NAME, this node's name in the cluster file");
    }
    return new ClusterConfig(file, map, map.node(node), transport);
  }

  private static ClusterMap map(Path file) {
    try {
      return ClusterFile.read(file);
    } catch (IOException wrong) {
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    }
  }

  public boolean isGateway() {
    return self.roles().contains(Role.GATEWAY);
  }

  /**
   * Refuses a store that two nodes cannot use together: each would have its own records, or lock
   * the other out.
   */
  void check(StoreChoice store) {
    if (map.servedBy(self).isEmpty()) {
      return; // a mere gateway opens no store
    }
    switch (store) {
      case StoreChoice.RocksDb local when map.ownership() == Ownership.ANY_NODE ->
          throw new IllegalArgumentException(
              "the cluster file lets several nodes serve a shard (stores = shared), but RocksDB"
                  + " belongs to one process, so each would have records of its own: use --store"
                  + " postgres or redis, or write stores = own");
      case StoreChoice.Postgres remote when map.ownership() == Ownership.ONE_NODE ->
          throw shared("postgres");
      case StoreChoice.Redis remote when map.ownership() == Ownership.ONE_NODE ->
          throw shared("redis");
      case StoreChoice.RocksDb local -> {}
      case StoreChoice.Postgres remote -> {}
      case StoreChoice.Redis remote -> {}
    }
  }

  private static IllegalArgumentException shared(String store) {
    return new IllegalArgumentException(
        "with --store %s any node of a service can serve its shards; all nodes must"
                .formatted(store)
            + " know that, so write stores = shared into the cluster file");
  }
}
