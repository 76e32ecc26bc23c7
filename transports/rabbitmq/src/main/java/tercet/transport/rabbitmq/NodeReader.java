package tercet.transport.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tercet.runtime.broker.Inbox;

/** Reads what comes for this node and for all nodes, on a thread of its own. */
final class NodeReader {
  private final Channel channel;
  private final Deliveries deliveries;
  private final RabbitLimits limits;
  private final Inbox inbox;
  private final Runnable atEnd;
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * Begins to collect what comes.
   *
   * @param atEnd is told when the queue is gone
   */
  NodeReader(
      Connection connection,
      Topology topology,
      RabbitLimits limits,
      String node,
      Inbox inbox,
      Runnable atEnd)
      throws IOException {
    this.limits = limits;
    this.inbox = inbox;
    this.atEnd = atEnd;
    this.channel = Topology.channel(connection);
    this.deliveries = new Deliveries(channel);
    this.thread = Thread.ofVirtual().name("reads-for-" + node).unstarted(this::run);
    topology.declareExchanges(channel);
    channel.basicQos(limits.nodePrefetch());
    channel.basicConsume(topology.declareForNode(channel, node), false, deliveries);
  }

  void start() {
    thread.start();
  }

  boolean hasEnded() {
    return deliveries.hasEnded();
  }

  private void run() {
    try {
      int unconfirmed = 0;
      while (!deliveries.hasEnded()) {
        Deliveries.@Nullable Delivery next = deliveries.take(-1);
        if (next != null && !stopped) {
          inbox.forNode(next.body());
          if (++unconfirmed >= limits.nodePrefetch() / 4) {
            channel.basicAck(next.tag(), true);
            unconfirmed = 0;
          }
        }
      }
    } catch (IOException | ShutdownSignalException closed) {
      deliveries.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      deliveries.end();
    }
    atEnd.run();
  }

  /** Hands over nothing more when it returns. */
  void close() {
    stopped = true;
    deliveries.end();
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
