package tercet.runtime.broker;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import tercet.kernel.time.Backoff;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.transport.Envelope;

/**
 * Messages to one recipient. While some messages to it are under way the next one gathers, so
 * messages grow with the load and with the time that the broker takes. After a failure it sends one
 * message at a time, with growing pauses, until one is taken.
 *
 * <p>For one thread. Has no clock of its own; times are nanoseconds as {@link System#nanoTime}
 * counts them.
 */
final class Destination {
  private static final System.Logger LOG = System.getLogger(Destination.class.getName());

  /** An envelope that waits, and since when. */
  record Waiting(Recipient to, Envelope envelope, long since) {}

  /** A message that is to be sent now. */
  static final class Message {
    private final byte[] bytes;
    private final int count;

    private Message(byte[] bytes, int count) {
      this.bytes = bytes;
      this.count = count;
    }

    /** The bytes themselves, no copy. */
    byte[] bytes() {
      return bytes;
    }

    /** Envelopes in it; none in a sign of life. */
    int count() {
      return count;
    }
  }

  private final Recipient to;
  private final BrokerSettings settings;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean signDue;
  private boolean failing;
  private int failures;
  private long retryAt;
  private long dropped;

  Destination(Recipient to, BrokerSettings settings) {
    this.to = to;
    this.settings = settings;
  }

  Recipient to() {
    return to;
  }

  /**
   * Adds an envelope.
   *
   * @return false if there is no room
   */
  boolean add(Waiting envelope) {
    if (failing) {
      dropped++;
      return true;
    }
    return waiting.size() < settings.queueMax() && waiting.add(envelope);
  }

  /** The next message goes even if it has no envelope in it. */
  void sign() {
    signDue = true;
  }

  boolean isFailing() {
    return failing;
  }

  int waiting() {
    return waiting.size();
  }

  /** Whether a message can be sent now. */
  boolean isDue(long now) {
    return failing
        ? underWay == 0 && now - retryAt >= 0
        : underWay < settings.underWayMax() && (signDue || !waiting.isEmpty());
  }

  /** When to look again though nothing happens; {@link Long#MAX_VALUE} for never. */
  long nanosUntilRetry(long now) {
    return failing && underWay == 0 ? Math.max(0, retryAt - now) : Long.MAX_VALUE;
  }

  /**
   * The message that is due.
   *
   * @param batch to write it with
   * @return null if all that waited has become too old
   */
  @Nullable Message take(long now, EnvelopeBatch.Writer batch) {
    batch.clear();
    while (batch.count() < settings.batchMax()) {
      Waiting next = waiting.peek();
      if (next == null) {
        break;
      }
      if (now - next.since() > settings.waitMax().toNanos()) {
        dropped++; // its sender sends again, and it would look young where it comes
      } else if (!write(next.envelope(), batch)) {
        break; // it begins the next message
      }
      waiting.remove();
    }
    if (batch.count() == 0 && !signDue && !failing) {
      return null;
    }
    signDue = false;
    underWay++;
    return new Message(batch.toBytes(), batch.count());
  }

  private boolean write(Envelope envelope, EnvelopeBatch.Writer batch) {
    try {
      return batch.add(envelope);
    } catch (IllegalArgumentException bug) {
      dropped++;
      String text =
          CorrelationId.line(CorrelationId.of(envelope), "A bug: an envelope cannot be sent.");
      LOG.log(System.Logger.Level.ERROR, text, bug);
      return true;
    }
  }

  /** The broker has taken a message. */
  void taken() {
    underWay--;
    failing = false;
    failures = 0;
  }

  /** The broker may not have taken a message. */
  void failed(long now) {
    underWay--;
    failing = true;
    dropped += waiting.size();
    waiting.clear();
    if (underWay == 0) {
      failures++;
      retryAt =
          now
              + Backoff.pause(
                  settings.retryMin().toNanos(), settings.retryMax().toNanos(), failures);
    }
  }

  /** Envelopes that were dropped since this was asked last. */
  long takeDropped() {
    long count = dropped;
    dropped = 0;
    return count;
  }
}
