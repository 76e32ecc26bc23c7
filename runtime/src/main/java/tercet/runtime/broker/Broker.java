package tercet.runtime.broker;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import tercet.kernel.id.ShardId;

/**
 * The port to a message broker, which an adapter implements and {@link BrokerTransport} uses. An
 * adapter knows queues, connections and bytes. The transport decides which node reads which queue
 * and how old a message may be.
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
   * From now on this node reads the queues of these shards only. Unconfirmed messages of other
   * shards go to their next reader. Returns at once.
   */
  void assign(Set<ShardId> shards);

  /** Stops reading and sending. After it has returned, the inbox gets no more messages. */
  @Override
  void close();
}
