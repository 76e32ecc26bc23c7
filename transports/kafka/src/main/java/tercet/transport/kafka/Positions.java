package tercet.transport.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Looks up where a new reader of a partition begins: at the committed offset, but at no message
 * that is older than a limit; without a committed offset, at the first one that is younger. It
 * works beside the reader, which goes on with its other partitions, because the leader of one may
 * be dead.
 */
final class Positions {
  private static final int WITHIN_MILLIS = 2_000;
  private static final long PAUSE_NANOS = 100_000_000;

  /** No message is so young. */
  private static final long NONE = -1;

  private static final long UNKNOWN = -2;

  private final Admin admin;
  private final String group;
  private final Duration lookBack;
  private final InstantSource clock;
  private final Queue<Position> found = new ConcurrentLinkedQueue<>();

  /** Where a reader begins. */
  record Position(TopicPartition partition, long offset) {}

  Positions(Admin admin, String group, Duration lookBack, InstantSource clock) {
    this.admin = admin;
    this.group = group;
    this.lookBack = lookBack;
    this.clock = clock;
  }

  /**
   * Begins to look up; returns at once.
   *
   * @param isWanted whether a partition is still of interest
   */
  void lookUp(Collection<TopicPartition> partitions, Predicate<TopicPartition> isWanted) {
    Set<TopicPartition> missing = new HashSet<>(partitions);
    Thread.ofVirtual()
        .name("kafka-positions")
        .start(() -> {
          while (true) {
            missing.removeIf(isWanted.negate());
            if (missing.isEmpty()) {
              return;
            }
            attempt(missing);
            if (!missing.isEmpty()) {
              LockSupport.parkNanos(PAUSE_NANOS);
            }
          }
        });
  }

  /** The next one that was found; null if there is none yet. */
  @Nullable Position next() {
    return found.poll();
  }

  private void attempt(Set<TopicPartition> missing) {
    Map<TopicPartition, OffsetAndMetadata> committed;
    try {
      committed = committed(missing);
    } catch (ExecutionException laterAgain) {
      return;
    } catch (InterruptedException e) {
      missing.clear(); // only the end of the process interrupts this thread
      return;
    }
    // First the ends: what comes after them is young, and found by its time.
    ListOffsetsResult ends = offsets(missing, OffsetSpec.latest());
    Map<TopicPartition, Long> known = new HashMap<>();
    for (TopicPartition partition : missing) {
      known.put(partition, offset(ends, partition));
    }
    long oldest = clock.millis() - lookBack.toMillis();
    ListOffsetsResult recent = offsets(missing, OffsetSpec.forTimestamp(oldest));
    for (TopicPartition partition : Set.copyOf(missing)) {
      long end = known.getOrDefault(partition, UNKNOWN);
      long young = offset(recent, partition);
      if (end != UNKNOWN && young != UNKNOWN) {
        long first = young == NONE ? end : young;
        OffsetAndMetadata last = committed.get(partition);
        found.add(new Position(partition, last == null ? first : Math.max(first, last.offset())));
        missing.remove(partition);
      }
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    try {
      return admin
          .listConsumerGroupOffsets(
              Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)),
              new ListConsumerGroupOffsetsOptions().timeoutMs(WITHIN_MILLIS))
          .partitionsToOffsetAndMetadata(group)
          .get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Map.of();
      }
      throw e;
    }
  }

  private ListOffsetsResult offsets(Set<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    return admin.listOffsets(asked, new ListOffsetsOptions().timeoutMs(WITHIN_MILLIS));
  }

  private static long offset(ListOffsetsResult result, TopicPartition partition) {
    try {
      return result.partitionResult(partition).get().offset();
    } catch (ExecutionException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
