package tercet.runtime.cluster;

import java.util.ArrayList;
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
 */
final class PeerBacklog {
  private final MpscAtomicArrayQueue<Envelope> queue;
  private final EnvelopeBatch.Writer writer;
  private final int batchMax;
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
