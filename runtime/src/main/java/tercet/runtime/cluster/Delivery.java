package tercet.runtime.cluster;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The way of batches to one peer: how long an answer is waited for, and a second attempt where a
 * connection breaks. For one thread, except for {@link #close} and what is read.
 */
final class Delivery implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

  private final PeerWire.PeerConnection link;
  private final PeerSettings settings;
  private final PeerClock clock;
  private final AnswerTimes times;
  private final LongSupplier nanoTime;
  private volatile long lastWord;
  private volatile boolean closed;
  private boolean silent;
  private long silentSince;

  Delivery(PeerWire.PeerConnection link, PeerSettings settings, PeerClock clock) {
    this(link, settings, clock, System::nanoTime);
  }

  /** With a clock for tests in place of {@link System#nanoTime}. */
  Delivery(
      PeerWire.PeerConnection link, PeerSettings settings, PeerClock clock, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastWord = nanoTime.getAsLong();
    this.link = link;
    this.settings = settings;
    this.clock = clock;
    this.times = new AnswerTimes(settings.answerMin(), settings.answerMax());
  }

  /** When the last answer came, as {@link System#nanoTime} says. */
  long lastWord() {
    return lastWord;
  }

  /** The current time limit for an answer. */
  Duration limit() {
    return times.limit(nanoTime.getAsLong());
  }

  /**
   * Sends a batch and waits until the peer has taken it. A connection that breaks may be one that
   * the peer closed before it started anew, so there is a second attempt.
   *
   * @param suspected whether the peer is. Then nothing waits for the answer, and it may take as
   *     long as any: a limit that the peer can never keep would never let it return
   * @return how many of its envelopes the peer had no room for
   */
  int send(byte[] bytes, boolean suspected) throws IOException {
    long start = nanoTime.getAsLong();
    Duration limit = suspected ? settings.answerMax() : times.limit(start);
    try {
      return attempt(bytes, limit);
    } catch (PeerRefusedException refused) {
      throw refused;
    } catch (SocketTimeoutException late) {
      beSilent(start);
      throw late;
    } catch (IOException broken) {
      silent = false; // the peer has ended or does not listen: known at once, without a time limit
      Duration left = limit.minusNanos(nanoTime.getAsLong() - start);
      if (!left.isPositive() || closed || suspected) {
        throw broken;
      }
      return again(bytes, left);
    }
  }

  private int again(byte[] bytes, Duration left) throws IOException {
    long start = nanoTime.getAsLong();
    try {
      return attempt(bytes, left);
    } catch (SocketTimeoutException late) {
      beSilent(start);
      throw late;
    }
  }

  private void beSilent(long since) {
    if (!silent) {
      silent = true;
      silentSince = since;
    }
  }

  /** A bug of the wire must not end the thread: there is no other that sends to this peer. */
  private int attempt(byte[] bytes, Duration timeout) throws IOException {
    long start = nanoTime.getAsLong();
    int noRoom;
    try {
      noRoom = link.send(bytes, timeout);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "A bug: the wire fails.", bug);
      throw new IOException(bug);
    }
    long now = nanoTime.getAsLong();
    lastWord = now;
    Duration took = Duration.ofNanos(now - start);
    if (silent) {
      silent = false;
      times.wasSilent(Duration.ofNanos(now - silentSince), now);
    } else {
      times.answered(took, now);
    }
    clock.travelled(took, now);
    return noRoom;
  }

  @Override
  public void close() {
    closed = true;
    link.close();
  }
}
