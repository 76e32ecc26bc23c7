package tercet.runtime.cluster;

import java.io.IOException;
import tercet.runtime.transport.Envelope;

/** Hears what a {@link PeerQueue} finds out. On the thread that drives it; returns at once. */
public interface PeerListener {
  /** The node was suspected and has taken a batch. */
  void back(ClusterNode peer);

  /**
   * The node is suspected from now on.
   *
   * @param why a batch was not taken
   */
  void gone(ClusterNode peer, IOException why);

  /** An envelope has no bytes, or too many, which is a bug. It is lost. */
  void unsendable(Envelope envelope, IllegalArgumentException bug);
}
