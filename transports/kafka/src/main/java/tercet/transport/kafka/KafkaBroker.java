package tercet.transport.kafka;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private final KafkaSettings settings;
  private final Layout layout;
  private final String self;
  private final Clients clients;
  private @Nullable Admin admin;
  private @Nullable Topics topics;
  private @Nullable NodeReader nodeReader;
  private @Nullable ShardReader shardReader;
  private @Nullable Producer<byte[], byte[]> producer;
  private final AtomicBoolean lookingForTopics = new AtomicBoolean();
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
    Topics all = new Topics(settings, layout, connected);
    topics = all;
    all.make();
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
    return new ShardReader(layout, clients.consumer("shards", group, reset), positions, inbox);
  }

  private static String reason(Throwable why) {
    Throwable cause = why.getCause();
    return why.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
  }

  @Override
  public void publish(List<Parcel> parcels) throws IOException {
    Producer<byte[], byte[]> sender = producer();
    List<Future<RecordMetadata>> underWay = new ArrayList<>(parcels.size());
    Throwable failed = null;
    boolean topicIsMissing = false;
    try {
      for (Parcel parcel : parcels) {
        Future<RecordMetadata> sent = sender.send(message(parcel));
        underWay.add(sent);
        if (sent.state() == Future.State.FAILED) {
          topicIsMissing = true; // or the buffer is full
          break;
        }
      }
    } catch (KafkaException | IllegalStateException why) {
      failed = why;
    }
    for (Future<RecordMetadata> sent : underWay) {
      Throwable why = await(sent);
      failed = why == null ? failed : why;
    }
    if (failed != null) {
      if (!(failed instanceof RetriableException)) {
        discard(sender);
      }
      if (topicIsMissing) {
        lookForTopics();
      }
      throw new IOException(failed.getMessage(), failed);
    }
  }

  private ProducerRecord<byte[], byte[]> message(Parcel parcel) {
    TopicPartition to = layout.of(parcel.to());
    return new ProducerRecord<>(to.topic(), to.partition(), null, parcel.batch());
  }

  private static @Nullable Throwable await(Future<RecordMetadata> sent) {
    try {
      sent.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause() == null ? e : e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
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

  /** One that has failed for good. */
  private void discard(Producer<byte[], byte[]> failed) {
    synchronized (this) {
      if (failed.equals(producer)) {
        producer = null;
      }
    }
    failed.close(Duration.ZERO);
  }

  /** Topics were deleted, or the brokers have lost their data. Does not wait. */
  private void lookForTopics() {
    Topics all = topics;
    if (all == null || !lookingForTopics.compareAndSet(false, true)) {
      return;
    }
    Thread.ofVirtual()
        .name("kafka-topics")
        .start(() -> {
          try {
            all.make();
          } catch (IOException why) {
            LOG.log(
                System.Logger.Level.DEBUG, why.getMessage()); // the transport tells of the outage
          } finally {
            lookingForTopics.set(false);
          }
        });
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
