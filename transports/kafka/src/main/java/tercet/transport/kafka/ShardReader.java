package tercet.transport.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Inbox;
import tercet.runtime.broker.Recipient;

/** Reads the queues of shards, and commits how far they are decided. */
final class ShardReader implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ShardReader.class.getName());
  private static final Duration POLL_MAX = Duration.ofMillis(100);

  /**
   * A shard that comes to this node waits so long; a tenth would cost idle nodes and brokers much.
   */
  static final Duration PATIENCE = Duration.ofMillis(250);

  private static final Duration POLL_SOON = Duration.ofMillis(10);

  /**
   * Pause between two commits of offsets. After a death the next reader repeats the messages of at
   * most this time.
   */
  private static final long COMMIT_EVERY_NANOS = 200_000_000;

  /** When partitions are given up, or at the end. */
  private static final Duration LAST_COMMIT_MAX = Duration.ofSeconds(1);

  private final Layout layout;
  private final Consumer<byte[], byte[]> consumer;
  private final Positions positions;
  private final Inbox inbox;
  private final Loop loop;
  private final Map<TopicPartition, ShardQueue> queues = new HashMap<>();
  private final Set<TopicPartition> lookedUp = new HashSet<>();
  private Set<TopicPartition> adopted = Set.of();
  private long committedAt = System.nanoTime();
  private boolean committing;
  private volatile Set<TopicPartition> wanted = adopted;

  ShardReader(Layout layout, Consumer<byte[], byte[]> consumer, Positions positions, Inbox inbox) {
    this.layout = layout;
    this.consumer = consumer;
    this.positions = positions;
    this.inbox = inbox;
    this.loop = new Loop("kafka-shards", this::turn, this::finish);
  }

  void start() {
    loop.start();
  }

  /** From now on reads these and no others. Returns at once. Safe for threads. */
  void assign(Set<ShardId> shards) {
    wanted =
        shards.stream()
            .map(shard -> layout.of(new Recipient.Shard(shard)))
            .collect(Collectors.toUnmodifiableSet());
    loop.hurry();
  }

  private void turn() {
    adoptWanted();
    adoptFound();
    boolean isSettled = lookedUp.isEmpty() && !pauseThoseThatAreFull();
    Duration patience = isSettled ? POLL_MAX : POLL_SOON;
    if (queues.isEmpty()) {
      LockSupport.parkNanos(patience.toNanos());
      return;
    }
    ConsumerRecords<byte[], byte[]> messages = consumer.poll(patience);
    messages.partitions().forEach(partition -> of(partition).add(messages.records(partition)));
    commit();
  }

  private void adoptWanted() {
    Set<TopicPartition> now = wanted;
    if (now.equals(adopted)) {
      return;
    }
    adopted = now;
    Set<TopicPartition> givenUp = new HashSet<>(queues.keySet());
    givenUp.removeAll(now);
    givenUp.forEach(partition -> of(partition).close());
    commitNow(givenUp);
    queues.keySet().removeAll(givenUp);
    consumer.assign(queues.keySet());
    lookedUp.retainAll(now);
    Set<TopicPartition> missing = new HashSet<>(now);
    missing.removeAll(queues.keySet());
    missing.removeAll(lookedUp);
    lookedUp.addAll(missing);
    positions.lookUp(missing, partition -> !loop.isClosed() && wanted.contains(partition));
  }

  private void adoptFound() {
    Map<TopicPartition, Long> begun = new HashMap<>();
    for (Positions.Position found = positions.next(); found != null; found = positions.next()) {
      TopicPartition partition = found.partition();
      lookedUp.remove(partition);
      if (adopted.contains(partition) && !queues.containsKey(partition)) {
        queues.put(partition, new ShardQueue(layout.shard(partition), found.offset(), inbox));
        begun.put(partition, found.offset());
      }
    }
    if (!begun.isEmpty()) {
      consumer.assign(queues.keySet());
      begun.forEach(consumer::seek);
    }
  }

  /**
   * Pauses the fetching for shards without room.
   *
   * @return whether there is one
   */
  private boolean pauseThoseThatAreFull() {
    Set<TopicPartition> full = new HashSet<>();
    queues.forEach((partition, queue) -> {
      if (queue.isFull()) {
        full.add(partition);
      }
    });
    Set<TopicPartition> paused = consumer.paused();
    if (!paused.equals(full)) {
      consumer.resume(paused);
      consumer.pause(full);
    }
    return !full.isEmpty();
  }

  private ShardQueue of(TopicPartition partition) {
    ShardQueue queue = queues.get(partition);
    if (queue == null) {
      throw new IllegalStateException("messages of " + partition + ", which is not read");
    }
    return queue;
  }

  /** Commits offsets from time to time. The next commit includes one that failed. */
  private void commit() {
    long now = System.nanoTime();
    if (committing || now - committedAt < COMMIT_EVERY_NANOS) {
      return;
    }
    committedAt = now;
    Map<TopicPartition, OffsetAndMetadata> ahead = ahead(queues.keySet());
    if (!ahead.isEmpty()) {
      committing = true;
      consumer.commitAsync(
          ahead,
          (offsets, failure) -> {
            committing = false;
            if (failure == null) {
              learn(offsets);
            }
          });
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> ahead(Collection<TopicPartition> some) {
    Map<TopicPartition, OffsetAndMetadata> ahead = new HashMap<>();
    for (TopicPartition partition : some) {
      ShardQueue own = of(partition);
      if (own.isAhead()) {
        ahead.put(partition, new OffsetAndMetadata(own.decided()));
      }
    }
    return ahead;
  }

  private void learn(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((partition, offset) -> {
      ShardQueue own = queues.get(partition);
      if (own != null) {
        own.committed(offset.offset());
      }
    });
  }

  private void commitNow(Collection<TopicPartition> some) {
    Map<TopicPartition, OffsetAndMetadata> ahead = ahead(some);
    if (ahead.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(ahead, LAST_COMMIT_MAX);
    } catch (KafkaException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "Some messages are read twice: {0}",
          e.getMessage()); // their next reader drops them or finds them decided
    }
  }

  private void finish() {
    queues.values().forEach(ShardQueue::close);
    queues.values().forEach(ShardQueue::awaitEnd);
    commitNow(queues.keySet());
    consumer.close();
  }

  @Override
  public void close() {
    loop.close();
  }
}
