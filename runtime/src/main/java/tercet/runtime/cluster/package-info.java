/**
 * Many processes: which node serves what, and how envelopes reach it. Open {@link
 * tercet.runtime.cluster.PeerTransport} first, then {@link tercet.runtime.cluster.ClusterMap}. In
 * {@link tercet.runtime.cluster.PeerQueue} is all that a node does about a peer, without threads
 * and clocks. An adapter implements {@link tercet.runtime.cluster.PeerWire}, which carries the
 * bytes.
 */
@NullMarked
package tercet.runtime.cluster;

import org.jspecify.annotations.NullMarked;
