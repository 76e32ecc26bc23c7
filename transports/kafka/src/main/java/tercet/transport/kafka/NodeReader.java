package tercet.transport.kafka;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import tercet.runtime.broker.Inbox;
import tercet.runtime.broker.Recipient;

/**
 * Reads what comes for this node and for all nodes, from now on. It commits no offsets, because
 * older messages are for requests of an earlier start.
 */
final class NodeReader implements AutoCloseable {
  private static final Duration POLL_MAX = Duration.ofMillis(100);

  /** Its partitions are always the same. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final List<TopicPartition> partitions;
  private final Consumer<byte[], byte[]> consumer;
  private final Inbox inbox;
  private final Loop loop;

  NodeReader(Layout layout, String self, Clients clients, Inbox inbox) {
    this.partitions =
        List.of(layout.of(new Recipient.AllNodes()), layout.of(new Recipient.Node(self)));
    this.consumer = clients.consumer("answers", null, "latest", PATIENCE);
    this.inbox = inbox;
    this.loop = new Loop("kafka-answers", this::turn, consumer::close);
  }

  /**
   * Returns when it misses no message from now on.
   *
   * @throws org.apache.kafka.common.KafkaException if the brokers do not say where the ends are
   */
  void start() {
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(partition -> consumer.position(partition, Clients.START_MAX));
    loop.start();
  }

  private void turn() {
    consumer
        .poll(POLL_MAX)
        .forEach(message -> {
          if (!loop.isClosed()) {
            inbox.forNode(message.value());
          }
        });
  }

  @Override
  public void close() {
    loop.close();
  }
}
