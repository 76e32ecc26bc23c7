package tercet.runtime.cluster;

import java.io.IOException;
import java.time.Duration;
import tercet.runtime.codec.MalformedBytesException;

/**
 * Carries batches of envelopes to other processes. An adapter implements it. It knows addresses and
 * bytes; {@link PeerTransport} knows which node serves which shard, and whether a peer is there.
 */
public interface PeerWire {
  /** In the answer to a sender that does not know the secret. */
  String WRONG_SECRET =
      "The cluster secret is missing or not the one of this node. Give all nodes the same.";

  /**
   * Opens a port and hands over the batches that arrive with the right secret.
   *
   * @throws IOException with a sentence for the operator
   */
  PeerListener listen(NodeAddress at, Receiver receiver) throws IOException;

  /** The way to a peer, whether it is there or not. Connects when it is first used. */
  PeerConnection connect(NodeAddress peer);

  /** An open port. */
  interface PeerListener extends AutoCloseable {
    /** Closes it. When this returns, nothing is handed over any more. */
    @Override
    void close();
  }

  /** Takes batches. Safe for any thread. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes a batch without blocking.
     *
     * @return how many of its envelopes found no room
     * @throws MalformedBytesException if it is no batch
     */
    int receive(byte[] batch);
  }

  /** The way to one peer. For one thread, except for {@link #close}. */
  interface PeerConnection extends AutoCloseable {
    /**
     * Sends a batch, and waits until the peer has taken it.
     *
     * @param timeout for all of it
     * @return how many of its envelopes the peer had no room for
     * @throws PeerRefusedException if the peer is there and does not want it
     * @throws java.net.SocketTimeoutException if no answer came in time
     * @throws IOException if the peer cannot be reached. The next call connects anew
     */
    int send(byte[] batch, Duration timeout) throws IOException;

    /** Disconnects. A call that is under way fails. */
    @Override
    void close();
  }
}
