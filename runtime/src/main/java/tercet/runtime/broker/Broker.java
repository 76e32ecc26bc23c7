package tercet.runtime.broker;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import tercet.kernel.id.ShardId;

/**
 * A message broker as {@link BrokerTransport} needs it: what an adapter implements. It knows
 * queues, connections and bytes; which node reads what, and how old a message may be, is the
 * transport's business.
 */
public interface Broker extends AutoCloseable {
  /**
   * Makes the queues that are missing, and begins to hand over what comes for this node and for all
   * nodes. Reads no queue of a shard before {@link #assign}.
   *
   * @throws IOException with a sentence for the operator: the broker cannot be reached, refuses the
   *     login, or has a queue of that name that is of another kind
   */
  void start(Inbox inbox) throws IOException;

  /**
   * Sends messages, and waits until the broker has taken all of them. Called by {@link #senders}
   * threads, each with messages of its own.
   *
   * @throws IOException if some may not have been taken. The next call connects anew
   */
  void publish(List<Parcel> parcels) throws IOException;

  /** How many threads may publish at once. */
  default int senders() {
    return 2;
  }

  /**
   * From now on this node reads the queues of these shards, and of no others. Messages of the
   * others that it has read, and not confirmed, go to their next reader. Returns at once.
   */
  void assign(Set<ShardId> shards);

  /** Stops reading and sending. When this returns, nothing is handed over any more. */
  @Override
  void close();
}
