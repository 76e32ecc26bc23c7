package tercet.transport.kafka;

import java.time.Duration;
import java.util.ArrayList;
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

  /** Its partitions are nearly always the same. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final String self;
  private final Consumer<byte[], byte[]> consumer;
  private final Inbox inbox;
  private final Loop loop;
  private List<TopicPartition> partitions;
  private volatile List<TopicPartition> wanted;

  NodeReader(Layout layout, String self, Clients clients, Inbox inbox) {
    this.self = self;
    this.partitions = partitions(layout);
    this.wanted = partitions;
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

  private List<TopicPartition> partitions(Layout layout) {
    return List.of(layout.of(new Recipient.AllNodes()), layout.of(new Recipient.Node(self)));
  }

  /** From now on reads where this node has its place in another cluster. Returns at once. */
  void change(Layout layout) {
    wanted = partitions(layout);
  }

  private void turn() {
    List<TopicPartition> now = wanted;
    if (!now.equals(partitions)) {
      List<TopicPartition> added = new ArrayList<>(now);
      added.removeAll(partitions);
      consumer.assign(now);
      consumer.seekToEnd(added);
      partitions = now;
    }
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
