package tercet.runtime.transport;

/**
 * Carries envelopes between nodes. What is sent may arrive late, in any order, more than once, or
 * not at all, but never changed; whoever needs an answer sends again.
 */
public interface Transport extends AutoCloseable {

  /**
   * Sends without waiting for the receiver. Safe for any thread. Never throws because of the other
   * side: what cannot be delivered is lost.
   */
  void send(Envelope envelope);

  /** Starts handing over what arrives for this node. To be called once, before anything is sent. */
  void start(Receiver receiver);

  /** Stops receiving. What is under way may be lost. */
  @Override
  void close();

  /** Takes what arrives. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes an envelope, on any thread, without blocking.
     *
     * @return false if the node is too busy to take it: it is dropped, or delivered later
     */
    boolean receive(Envelope envelope);
  }
}
