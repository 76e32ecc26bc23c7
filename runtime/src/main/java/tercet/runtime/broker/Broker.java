package tercet.runtime.broker;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import tercet.kernel.id.ShardId;
import tercet.runtime.cluster.ClusterMap;

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
   * Sends messages. Called by one thread. Waits for a connection, if it must, but not for the
   * broker's word on a message: each parcel hears that when it comes, or after a limit that the
   * adapter sets. A part of the broker that is dead keeps no message to another part from being
   * taken. After a failure the next call finds the way anew.
   */
  void publish(List<Parcel> parcels);

  /**
   * From now on this node reads the queues of these shards only. Unconfirmed messages of other
   * shards go to their next reader. Returns at once.
   */
  void assign(Set<ShardId> shards);

  /**
   * The cluster has other nodes from now on, and the same shards. Returns at once. Of use to a
   * broker that has a place for each node; others find a node by its name.
   */
  default void change(ClusterMap map) {}

  /** Stops reading and sending. After it has returned, the inbox gets no more messages. */
  @Override
  void close();
}
