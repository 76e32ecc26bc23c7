package tercet.transport.kafka;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.Inbox;
import tercet.runtime.broker.Parcel;
import tercet.runtime.cluster.ClusterMap;

/** Messages through Kafka. */
public final class KafkaBroker implements Broker {
  private static final System.Logger LOG = System.getLogger(KafkaBroker.class.getName());
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  /** Pause before topics for a cluster that has grown are made again. */
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final KafkaSettings settings;
  private final String self;
  private final Clients clients;
  private @Nullable Admin admin;
  private @Nullable NodeReader nodeReader;
  private @Nullable ShardReader shardReader;
  private @Nullable Producer<byte[], byte[]> producer;
  private final AtomicBoolean lookingForTopics = new AtomicBoolean();

  /** Where messages go: all its partitions are there. */
  private volatile Layout layout;

  /** Where they are to go. */
  private volatile Layout wanted;

  /** The one whose topics could not be made; the operator was told. */
  private volatile @Nullable Layout refused;

  private boolean closed;

  /**
   * Connects to nothing yet.
   *
   * @param map of the cluster; topics have partitions for its shards and nodes
   * @param self name of this node
   */
  public KafkaBroker(KafkaSettings settings, ClusterMap map, String self) {
    this.settings = settings;
    this.layout = new Layout(settings.prefix(), map);
    this.wanted = layout;
    this.self = map.node(self).name();
    this.clients = new Clients(settings, self);
  }

  @Override
  public void start(Inbox inbox) throws IOException {
    try {
      connect(inbox);
    } catch (KafkaException why) {
      close();
      throw new IOException(
          "Kafka at %s cannot be used: %s".formatted(settings.servers(), reason(why)), why);
    } catch (IOException why) {
      close();
      throw why;
    }
  }

  private void connect(Inbox inbox) throws IOException {
    Admin connected = clients.admin();
    admin = connected;
    layout = wanted;
    new Topics(settings, layout, connected).make();
    NodeReader ofNode = new NodeReader(layout, self, clients, inbox);
    nodeReader = ofNode;
    ofNode.start();
    ShardReader ofShards = shardReader(connected, inbox);
    shardReader = ofShards;
    ofShards.start();
    learnTopics(producer());
  }

  /** So that the first messages need not wait until the client knows where they go. */
  private void learnTopics(Producer<byte[], byte[]> sender) {
    long end = System.nanoTime() + Clients.START_MAX.toNanos();
    for (String topic : layout.partitions().keySet()) {
      boolean known = false;
      while (!known) {
        try {
          sender.partitionsFor(topic);
          known = true;
        } catch (TimeoutException tooEarly) {
          if (System.nanoTime() - end > 0) {
            throw tooEarly;
          }
        }
      }
    }
  }

  private ShardReader shardReader(Admin connected, Inbox inbox) {
    String group = settings.prefix();
    Positions positions =
        new Positions(connected, group, settings.lookBack(), InstantSource.system());
    String reset = "by_duration:" + settings.lookBack();
    return new ShardReader(
        layout, clients.consumer("shards", group, reset, ShardReader.PATIENCE), positions, inbox);
  }

  private static String reason(Throwable why) {
    Throwable cause = why.getCause();
    return why.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
  }

  @Override
  public void publish(List<Parcel> parcels) {
    Throwable failed = null;
    for (Parcel parcel : parcels) {
      if (failed == null) {
        failed = send(parcel);
      } else {
        tell(parcel, failed); // it would fail, too, after as long a wait
      }
    }
  }

  /**
   * Sends a message, which hears later what became of it.
   *
   * @return a reason for which no other message can be sent now; null if there is none
   */
  private @Nullable Throwable send(Parcel parcel) {
    TopicPartition to = layout.find(parcel.to());
    if (to == null) {
      parcel.failed(new IOException("Kafka has no partition for " + parcel.to() + " yet."));
      return null;
    }
    Producer<byte[], byte[]> sender = null;
    try {
      Producer<byte[], byte[]> current = producer();
      sender = current;
      Future<RecordMetadata> sent =
          current.send(
              new ProducerRecord<>(to.topic(), to.partition(), null, parcel.batch()),
              (written, why) -> told(parcel, current, why));
      if (sent.state() != Future.State.FAILED) {
        return null;
      }
      lookForTopics(); // one is missing, or the buffer is full
      return sent.exceptionNow();
    } catch (IOException | KafkaException | IllegalStateException why) {
      told(parcel, sender, why);
      return why;
    }
  }

  private void told(
      Parcel parcel, @Nullable Producer<byte[], byte[]> sender, @Nullable Exception why) {
    if (why == null) {
      parcel.taken();
      return;
    }
    tell(parcel, why);
    if (sender != null && !(why instanceof RetriableException)) {
      discard(sender);
    }
  }

  private static void tell(Parcel parcel, Throwable why) {
    parcel.failed(new IOException(why.getMessage(), why));
  }

  private synchronized Producer<byte[], byte[]> producer() throws IOException {
    if (closed) {
      throw new IOException("this node has left Kafka");
    }
    Producer<byte[], byte[]> current = producer;
    if (current == null) {
      try {
        current = clients.producer();
      } catch (KafkaException why) {
        throw new IOException(reason(why), why);
      }
      producer = current;
    }
    return current;
  }

  /** Closes a producer that has failed for good. Its other messages fail with it. */
  private void discard(Producer<byte[], byte[]> failed) {
    synchronized (this) {
      if (!failed.equals(producer)) {
        return;
      }
      producer = null;
    }
    failed.close(Duration.ZERO);
  }

  /** Makes topics again that were deleted, or that the brokers have lost. Does not wait. */
  private void lookForTopics() {
    Admin connected = admin;
    if (connected == null || isClosed() || !lookingForTopics.compareAndSet(false, true)) {
      return;
    }
    Thread.ofVirtual()
        .name("kafka-topics")
        .start(() -> {
          try {
            makeTopics(connected);
          } finally {
            lookingForTopics.set(false);
          }
          if (!wanted.equals(layout)) {
            LockSupport.parkNanos(RETRY_NANOS);
            lookForTopics();
          }
        });
  }

  private void makeTopics(Admin connected) {
    Layout next = wanted;
    boolean isNew = !next.equals(layout);
    try {
      new Topics(settings, next, connected).make();
      NodeReader ofNode = nodeReader;
      if (isNew && ofNode != null) {
        ofNode.change(next);
      }
      layout = next;
    } catch (IOException | KafkaException why) {
      // Of an outage the transport tells. Without its partition a new node gets no answers.
      boolean isFirst = isNew && !next.equals(refused);
      LOG.log(
          isFirst ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
          "{0} It is tried again.",
          why.getMessage());
      refused = next;
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void change(ClusterMap map) {
    if (map.nodes().stream().anyMatch(node -> node.name().equals(self))) {
      wanted = new Layout(settings.prefix(), map);
      lookForTopics();
    }
  }

  @Override
  public void assign(Set<ShardId> shards) {
    ShardReader reader = shardReader;
    if (reader != null) {
      reader.assign(shards);
    }
  }

  @Override
  public void close() {
    Producer<byte[], byte[]> last;
    synchronized (this) {
      closed = true;
      last = producer;
      producer = null;
    }
    if (shardReader != null) {
      shardReader.close();
    }
    if (nodeReader != null) {
      nodeReader.close();
    }
    if (last != null) {
      last.close(CLOSE_MAX);
    }
    if (admin != null) {
      admin.close(CLOSE_MAX);
    }
  }
}
