package tercet.runtime.cluster;

/**
 * Hears from a {@link Peer} whether its node is suspected. On the peer's thread; returns at once.
 */
interface PeerListener {
  /** The node was suspected and has taken a batch. */
  void back(ClusterNode peer);

  /** The node is suspected from now on. */
  void gone(ClusterNode peer);
}
