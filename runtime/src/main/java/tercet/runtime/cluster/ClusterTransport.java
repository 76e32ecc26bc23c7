package tercet.runtime.cluster;

import tercet.runtime.transport.Transport;

/** A transport between the nodes of a {@link ClusterMap}. */
public interface ClusterTransport extends Transport {
  /** Whether a node of the map is there, as far as is known. */
  boolean reaches(String node);

  /**
   * Whether every node that can be reached from here has reached this one since the start. A node
   * may be found at its old address for some seconds after it has moved.
   */
  boolean isReached();

  /**
   * Goes by another map from now on. The map has as many shards as before, and this node with the
   * same roles and address, or not at all: then all shards are left to others. Envelopes that wait
   * for a node that it does not have may be lost.
   */
  void change(ClusterMap map);

  /** Envelopes that no node could take: all nodes for them are missed, or unknown. */
  long lost();
}
