package tercet.runtime.transport;

import java.util.Collection;
import java.util.function.BooleanSupplier;
import tercet.kernel.id.ShardId;

/**
 * Carries envelopes between nodes. An envelope may arrive late, in any order, more than once, or
 * not at all, but never changed; the side that needs an answer sends again.
 */
public interface Transport extends AutoCloseable {

  /**
   * Sends without waiting for the receiver. Safe for any thread. Never throws because of the other
   * side: an envelope that cannot be delivered is lost.
   */
  void send(Envelope envelope);

  /**
   * Starts handing over the envelopes for this node. To be called once, before anything is sent.
   */
  void start(Receiver receiver);

  /**
   * False if no node that serves the shard can be reached, as far as this node knows: an envelope
   * to the shard is lost now. The answer may be wrong both ways. Safe for any thread.
   */
  default boolean reaches(ShardId shard) {
    return true;
  }

  /** Whether what is sent arrives once and no more. Else a copy may come after the answer. */
  default boolean copiesNothing() {
    return false;
  }

  /**
   * Registers a listener for nodes that go and return. To be called before {@link #start}. A
   * transport without suspicions of its own never calls it.
   */
  default void watch(Watcher watcher) {}

  /** Stops receiving. Envelopes that are under way may be lost. */
  @Override
  void close();

  /** Hears which shards a node that is gone, or is back, could serve. */
  interface Watcher {
    /** A node was suspected and has just answered. On any thread; returns at once. */
    void back(Collection<ShardId> shards);

    /** A node is suspected from now on. On any thread; returns at once. */
    void gone(Collection<ShardId> shards);
  }

  /** Takes envelopes that arrive. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes an envelope, on any thread, without blocking.
     *
     * @return false if the node is too busy to take it: it is dropped, or delivered later
     */
    boolean receive(Envelope envelope);

    /**
     * For a transport that keeps what it has handed over until it is decided, and hands it to
     * another node otherwise. Safe for any thread.
     *
     * @return whether all that was received for a shard before this call is decided and committed,
     *     or dropped. Once true it stays true; it never becomes so if the node fails
     */
    default BooleanSupplier settled(ShardId shard) {
      return () -> true;
    }
  }
}
