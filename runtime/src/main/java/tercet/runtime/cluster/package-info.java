/**
 * Many processes: which node serves what, and how envelopes reach it. Open {@link
 * tercet.runtime.cluster.PeerTransport} first, then {@link tercet.runtime.cluster.ClusterMap}. What
 * a node does about a peer is in {@link tercet.runtime.cluster.PeerQueue}, without threads and
 * clocks. What carries the bytes is a {@link tercet.runtime.cluster.PeerWire}, an adapter's.
 */
@NullMarked
package tercet.runtime.cluster;

import org.jspecify.annotations.NullMarked;
