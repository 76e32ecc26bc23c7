package tercet.runtime.cluster;

import tercet.runtime.transport.Transport;

/** A transport between the nodes of a {@link ClusterMap}. */
public interface ClusterTransport extends Transport {
  /** Whether every shard has a reachable node, as far as is known. */
  boolean reachesEveryShard();

  /** Whether a node of the map is there, as far as is known. */
  boolean reaches(String node);

  /** Envelopes that no node could take: all nodes for them are missed, or unknown. */
  long lost();
}
