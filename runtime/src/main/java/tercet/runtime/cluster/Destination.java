package tercet.runtime.cluster;

import tercet.runtime.transport.Envelope;

/** Where an envelope can go from here: this node or a peer. */
public interface Destination {
  /** False if it is suspected to be gone. */
  boolean isReachable();

  /** Sends an envelope there. Never blocks. */
  void send(Envelope envelope);
}
