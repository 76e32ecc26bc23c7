package tercet.transport.rabbitmq;

import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.Inbox;
import tercet.runtime.broker.Parcel;
import tercet.runtime.cluster.NodeAddress;

/**
 * RabbitMQ as a {@link Broker}: a quorum queue for each shard, and for each start of a node a queue
 * that ends with its connection. Safe for threads.
 */
public final class RabbitBroker implements Broker {
  private final RabbitSettings settings;
  private final String node;
  private final Counters counters = new Counters();
  private final Connections connections;
  private final Topology topology;
  private final Publisher publisher;
  private volatile @Nullable Reader reader;
  private volatile boolean closed;

  /**
   * Connects at the start.
   *
   * @param shards of the shop
   * @param node name of this node
   */
  public RabbitBroker(RabbitSettings settings, Shards shards, String node) {
    this.settings = settings;
    this.node = node;
    this.connections = new Connections(settings, node, counters);
    this.topology = new Topology(settings, shards);
    this.publisher =
        new Publisher(connections, topology, settings.limits(), counters, node.hashCode());
  }

  @Override
  public void start(Inbox inbox) throws IOException {
    long end = System.nanoTime() + settings.limits().startMax().toNanos();
    while (true) {
      try {
        start(inbox, settings.limits());
        return;
      } catch (RefusedException refused) {
        throw refused;
      } catch (IOException | ShutdownSignalException failed) {
        if (System.nanoTime() - end >= 0) {
          throw new IOException(sentence(failed), failed);
        }
        LockSupport.parkNanos(this, settings.limits().retryAfter().toNanos());
      }
    }
  }

  private static String sentence(Exception failed) {
    String said = failed.getMessage();
    return said != null && failed instanceof IOException
        ? said
        : "RabbitMQ cannot make the queues of the shop: " + Failures.text(failed);
  }

  private void start(Inbox inbox, RabbitLimits limits) throws IOException {
    int host = node.hashCode() + 1; // not the server that it sends to
    Connections.Opened declaring = connections.open("declares", host, limits.declareMax());
    try {
      topology.declare(declaring.connection());
    } finally {
      declaring.connection().abort((int) limits.connectMax().toMillis());
    }
    Reader fresh = new Reader(connections, topology, limits, counters, node, inbox);
    fresh.start(connections.openToRead(host));
    reader = fresh;
    publisher.start();
  }

  @Override
  public void publish(List<Parcel> parcels) {
    publisher.publish(parcels);
  }

  @Override
  public void assign(Set<ShardId> shards) {
    Reader current = reader;
    if (current != null) {
      current.assign(shards);
    }
  }

  /** Figures since the start. */
  public RabbitStatistics statistics() {
    return counters.now();
  }

  /** The server that this node reads from. */
  @Nullable NodeAddress readsFrom() {
    Reader current = reader;
    return current == null ? null : settings.address().hosts().get(current.host());
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Reader current = reader;
    if (current != null) {
      current.close();
    }
    publisher.close();
    connections.close();
  }
}
