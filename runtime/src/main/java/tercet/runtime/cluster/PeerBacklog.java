package tercet.runtime.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.transport.Envelope;

/**
 * The envelopes that wait for a peer, and the batch that is under way. Any thread may offer; all
 * else is for one thread.
 *
 * <p>An envelope that has waited for too long is dropped. Its sender sends it again, and where it
 * comes it would be void. Otherwise a peer that takes less than it is sent would get only void ones
 * from then on, and all would go on sending them again.
 */
final class PeerBacklog {
  /** Ages are known to a fraction of the longest wait. */
  private static final int LOOKS = 8;

  /** The number of envelopes that had been offered at a time: those that still wait are older. */
  private record Look(long nanos, long offered) {}

  private final MpscAtomicArrayQueue<Envelope> queue;
  private final EnvelopeBatch.Writer writer;
  private final int batchMax;
  private final long waitMaxNanos;
  private final Deque<Look> looks = new ArrayDeque<>();
  private final BiConsumer<Envelope, IllegalArgumentException> unsendable;
  private final List<Envelope> underWay = new ArrayList<>();
  private @Nullable Envelope first;

  /**
   * @param writer of batches, as this node begins them
   * @param unsendable takes envelopes that cannot be written, which is a bug
   */
  PeerBacklog(
      EnvelopeBatch.Writer writer,
      PeerSettings settings,
      BiConsumer<Envelope, IllegalArgumentException> unsendable) {
    this.unsendable = unsendable;
    this.writer = writer;
    this.batchMax = settings.batchMax();
    this.waitMaxNanos = settings.waitMax().toNanos();
    this.queue = new MpscAtomicArrayQueue<>(settings.queueMax());
  }

  /**
   * Adds an envelope.
   *
   * @return false if there is no room
   */
  boolean offer(Envelope envelope) {
    return queue.offer(envelope);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  /** The envelopes in the batch that is under way. */
  List<Envelope> underWay() {
    return underWay;
  }

  /**
   * Drops what has waited for too long.
   *
   * @return how many envelopes that were
   */
  int dropOld(long nowNanos) {
    long old = 0;
    while (!looks.isEmpty() && nowNanos - looks.getFirst().nanos() > waitMaxNanos) {
      old = looks.removeFirst().offered();
    }
    if (looks.isEmpty() || nowNanos - looks.getLast().nanos() > waitMaxNanos / LOOKS) {
      looks.addLast(new Look(nowNanos, queue.currentProducerIndex()));
    }
    int dropped = 0;
    while (queue.currentConsumerIndex() < old && queue.poll() != null) {
      dropped++;
    }
    return dropped;
  }

  /**
   * Puts what waits into a batch.
   *
   * @return null if nothing waits
   */
  byte @Nullable [] next() {
    writer.clear();
    underWay.clear();
    Envelope envelope = first != null ? first : queue.poll();
    first = null;
    while (envelope != null && add(envelope)) {
      envelope = writer.count() < batchMax ? queue.poll() : null;
    }
    first = envelope;
    return underWay.isEmpty() ? null : writer.toBytes();
  }

  /**
   * @return false if it has to wait for the next batch
   */
  private boolean add(Envelope envelope) {
    try {
      if (!writer.add(envelope)) {
        return false;
      }
      underWay.add(envelope);
    } catch (IllegalArgumentException bug) {
      unsendable.accept(envelope, bug);
    }
    return true;
  }

  /** A batch of nothing. */
  byte[] empty() {
    writer.clear();
    underWay.clear();
    return writer.toBytes();
  }

  /** Gives away what waits. */
  void drain(Consumer<Envelope> to) {
    Envelope waiting = first;
    first = null;
    if (waiting != null) {
      to.accept(waiting);
    }
    queue.drain(to::accept);
  }
}
