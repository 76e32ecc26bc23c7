package tercet.transport.kafka;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Inbox;

/**
 * Messages of a shard that were fetched and are to be handed over, and the thread that does so. A
 * shard without room waits alone. Safe for threads.
 */
final class ShardQueue implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ShardQueue.class.getName());

  /** Above one of these limits the reader fetches no more. */
  private static final int COUNT_MAX = 100;

  private static final int BYTES_MAX = 1 << 20;

  private final ShardId shard;
  private final Inbox inbox;
  private final Progress progress;
  private final ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
  private final Thread thread;
  private int waitingBytes;
  private boolean closed;

  /**
   * @param first offset of the message that comes next
   */
  ShardQueue(ShardId shard, long first, Inbox inbox) {
    this.shard = shard;
    this.inbox = inbox;
    this.progress = new Progress(first);
    this.thread = Thread.ofVirtual().name("kafka-" + shard).start(this::run);
  }

  synchronized void add(List<ConsumerRecord<byte[], byte[]>> messages) {
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      waiting.add(message);
      waitingBytes += message.value().length;
    }
    notifyAll();
  }

  synchronized boolean isFull() {
    return waiting.size() > COUNT_MAX || waitingBytes > BYTES_MAX;
  }

  private void run() {
    try {
      for (var message = take(); message != null; message = take()) {
        handOver(message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // no one does that
    }
  }

  private synchronized @Nullable ConsumerRecord<byte[], byte[]> take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return null;
    }
    ConsumerRecord<byte[], byte[]> message = waiting.remove();
    waitingBytes -= message.value().length;
    return message;
  }

  /** A message that causes a failure is not handed over again, because it would cause it again. */
  private void handOver(ConsumerRecord<byte[], byte[]> message) {
    BooleanSupplier isDecided = () -> true;
    try {
      isDecided = inbox.fromShard(shard, message.value());
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "A bug: a message of " + shard + " fails.", bug);
    }
    synchronized (this) {
      progress.handed(message.offset(), isDecided);
    }
  }

  /** The offset before which everything is decided. */
  synchronized long decided() {
    return progress.decided();
  }

  /** Whether more is decided than the broker knows. */
  synchronized boolean isAhead() {
    return progress.isAhead();
  }

  /** The broker knows that all messages before an offset are decided. */
  synchronized void committed(long offset) {
    progress.committed(offset);
  }

  /** Nothing more is begun. The message that is being handed over may take a while. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Waits until nothing is handed over any more. */
  void awaitEnd() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
