package tercet.runtime.cluster;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The way of batches to one peer: how long an answer is waited for, and a second attempt where a
 * connection breaks. It reads no clock. For one thread, except for what is read.
 */
final class Delivery {
  private final PeerSettings settings;
  private final PeerClock clock;
  private final AnswerTimes times;
  private volatile long lastWord;
  private volatile boolean hasHeard;
  private volatile boolean isAsked;
  private boolean suspected;
  private boolean second;
  private long startedAt;
  private Duration limit;
  private boolean silent;
  private long silentSince;

  /**
   * @param nowNanos as {@link System#nanoTime} counts
   */
  Delivery(PeerSettings settings, PeerClock clock, long nowNanos) {
    this.settings = settings;
    this.clock = clock;
    this.times = new AnswerTimes(settings.answerMin(), settings.answerMax());
    this.limit = settings.answerMin();
    this.lastWord = nowNanos;
  }

  /** When the last answer came, as {@link System#nanoTime} counts. */
  long lastWord() {
    return lastWord;
  }

  /**
   * The peer has sent something. One to which nothing was said of late may have just started, and
   * waits to be spoken to. Safe for any thread.
   */
  void heard(long nowNanos) {
    hasHeard = true;
    if (nowNanos - lastWord >= settings.probeAfter().toNanos()) {
      isAsked = true;
    }
  }

  /** Whether the peer has sent something. */
  boolean hasHeard() {
    return hasHeard;
  }

  /** Whether the peer waits to be spoken to. */
  boolean isAsked() {
    return isAsked;
  }

  /** The current time limit for an answer. */
  Duration limit(long nowNanos) {
    return times.limit(nowNanos);
  }

  /**
   * A batch is sent now.
   *
   * @param isSuspected whether the peer is. Then nothing waits for the answer, and it may take as
   *     long as any: a limit that the peer can never keep would never let it return
   */
  void begin(boolean isSuspected, long nowNanos) {
    suspected = isSuspected;
    second = false;
    isAsked = false;
    startedAt = nowNanos;
    limit = isSuspected ? settings.answerMax() : times.limit(nowNanos);
  }

  /** How long this attempt may take. */
  Duration limitNow() {
    return limit;
  }

  /** The peer has taken the batch. */
  void answered(long nowNanos) {
    lastWord = nowNanos;
    Duration took = Duration.ofNanos(nowNanos - startedAt);
    if (silent) {
      silent = false;
      times.wasSilent(Duration.ofNanos(nowNanos - silentSince), nowNanos);
    } else {
      times.answered(took, nowNanos);
    }
    clock.travelled(took, nowNanos);
  }

  /**
   * An attempt has failed. A connection that breaks may be one that the peer closed before it
   * started anew, so there is a second attempt in what is left of the time.
   *
   * @return whether the batch is to be sent once more, at once
   */
  boolean failed(IOException why, long nowNanos) {
    if (why instanceof PeerRefusedException) {
      return false;
    }
    if (why instanceof SocketTimeoutException) {
      if (!silent) {
        silent = true;
        silentSince = startedAt;
      }
      return false;
    }
    if (second) {
      return false;
    }
    silent = false; // the peer has ended or does not listen: known at once, without a time limit
    Duration left = limit.minusNanos(nowNanos - startedAt);
    if (!left.isPositive() || suspected) {
      return false;
    }
    second = true;
    startedAt = nowNanos;
    limit = left;
    return true;
  }
}
