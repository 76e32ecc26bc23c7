package tercet.runtime.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.transport.Envelope;

/**
 * Another node as this one sees it: what waits for it, which batch goes next, and whether it is
 * suspected to be gone. While one batch is under way the next one gathers, so batches grow with the
 * load. It reads no clock and blocks no thread. Its driver does what {@link #next} says.
 *
 * <p>If a batch is not taken in time, or the peer does not listen, it is suspected: waiting
 * envelopes go elsewhere, and empty batches ask for it until one is taken.
 *
 * <p>Any thread may send and ask whether the peer is reachable; all else is for one thread.
 */
public final class PeerQueue implements Destination {
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final byte[] NOTHING = {};

  private final ClusterNode node;
  private final Delivery delivery;
  private final PeerClock clock;
  private final PeerSettings settings;
  private final Consumer<Envelope> elsewhere;
  private final PeerListener listener;
  private final PeerBacklog backlog;
  private final PeerPauses retries;
  private final PeerPauses pauses;
  private Phase phase = Phase.READY;
  private boolean probing;
  private byte[] batch = NOTHING;
  private long pauseEnd;
  private volatile long lastUse; // at first, to find out who is there

  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong full = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  private volatile boolean reachable = true;

  /** The next action of the driver. */
  public enum Step {
    /** Send {@link #batch} within {@link #limit}, and tell what came of it. */
    SEND,
    /** Nothing for {@link #pauseNanos}. */
    PAUSE,
    /** Nothing until an envelope waits, or {@link #isSilent}. */
    WAIT
  }

  private enum Phase {
    READY,
    SENDING,
    SECOND_ATTEMPT,
    PAUSING
  }

  /**
   * @param self name of this node
   * @param writer of batches, as this node begins them
   * @param elsewhere takes envelopes that cannot go to this peer now
   * @param listener hears whether the peer is gone or back
   * @param chance draws a number from 0 up to, but not including, a bound
   * @param nowNanos as {@link System#nanoTime} counts
   */
  public PeerQueue(
      String self,
      ClusterNode node,
      EnvelopeBatch.Writer writer,
      PeerSettings settings,
      Consumer<Envelope> elsewhere,
      PeerListener listener,
      LongUnaryOperator chance,
      long nowNanos) {
    this.node = node;
    this.clock = new PeerClock(self, node.name(), settings.clockSkewMax());
    this.delivery = new Delivery(settings, clock, nowNanos);
    this.settings = settings;
    this.elsewhere = elsewhere;
    this.listener = listener;
    this.backlog = new PeerBacklog(writer, settings, this::unsendable);
    this.retries = new PeerPauses(settings.retryMin(), settings.retryMax(), chance);
    this.pauses = new PeerPauses(settings.pauseMin(), settings.pauseMax(), chance);
    this.lastUse = nowNanos;
  }

  ClusterNode node() {
    return node;
  }

  @Override
  public boolean isReachable() {
    return reachable;
  }

  @Override
  public void send(Envelope envelope) {
    offer(envelope);
  }

  /** The same; false if there is no room, so the envelope is lost. */
  boolean offer(Envelope envelope) {
    boolean taken = backlog.offer(envelope);
    if (!taken) {
      full.incrementAndGet();
    }
    return taken;
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return backlog.isEmpty();
  }

  PeerStatistics statistics(long nowNanos) {
    return new PeerStatistics(
        node.name(),
        reachable,
        backlog.size(),
        sent.get(),
        batches.get(),
        full.get(),
        lost.get(),
        refused.get(),
        delivery.limit(nowNanos),
        clock.skewMillis() / MILLIS_PER_SECOND,
        clock.isApart());
  }

  /** A batch of the peer has arrived, which was sent at that time by the peer's clock. */
  void hear(long sentMillis, long arrivedMillis, long nowNanos) {
    clock.heard(sentMillis, arrivedMillis, nowNanos);
    delivery.heard(nowNanos);
  }

  /** Whether the peer, if it can be reached, has reached this node. */
  boolean isMetOrGone() {
    return delivery.hasHeard() || !reachable;
  }

  /** Whether it is time to ask the peer whether it is there. */
  public boolean isSilent(long nowNanos) {
    return nowNanos - silentAt(nowNanos) >= 0;
  }

  /** When it is time to ask whether the peer is there, if nothing is sent before. */
  public long silentAt(long nowNanos) {
    long idleAfter = settings.probeIdleAfter().toNanos();
    boolean inUse = nowNanos - lastUse < idleAfter || delivery.isAsked();
    return delivery.lastWord() + (inUse ? settings.probeAfter().toNanos() : idleAfter);
  }

  /** How long {@link Step#PAUSE} lasts. */
  public long pauseNanos(long nowNanos) {
    return pauseEnd - nowNanos;
  }

  /** The batch to send. */
  public byte[] batch() {
    return batch;
  }

  /** How long the peer has to take the batch. */
  public Duration limit() {
    return delivery.limitNow();
  }

  /**
   * Says what to do next.
   *
   * @param nowNanos as {@link System#nanoTime} counts
   * @throws IllegalStateException if the driver has not told the result of the last batch
   */
  public Step next(long nowNanos) {
    return switch (phase) {
      case SENDING -> throw new IllegalStateException("a batch is under way");
      case SECOND_ATTEMPT -> {
        phase = Phase.SENDING;
        yield Step.SEND;
      }
      case PAUSING -> {
        if (nowNanos - pauseEnd < 0) {
          yield Step.PAUSE;
        }
        phase = Phase.READY;
        yield reachable ? nextBatch(nowNanos) : askAgain(nowNanos);
      }
      case READY -> reachable ? nextBatch(nowNanos) : pause(retries.nanos(), nowNanos);
    };
  }

  private Step nextBatch(long nowNanos) {
    lost.addAndGet(backlog.dropOld(nowNanos));
    byte[] next = backlog.next();
    if (next != null) {
      lastUse = nowNanos;
      probing = false;
      return begin(next, nowNanos);
    }
    return isSilent(nowNanos) ? probe(nowNanos) : Step.WAIT;
  }

  private void unsendable(Envelope envelope, IllegalArgumentException bug) {
    lost.incrementAndGet();
    listener.unsendable(envelope, bug);
  }

  private Step askAgain(long nowNanos) {
    backlog.drain(elsewhere);
    return probe(nowNanos);
  }

  private Step probe(long nowNanos) {
    probing = true;
    return begin(backlog.empty(), nowNanos);
  }

  private Step begin(byte[] next, long nowNanos) {
    batch = next;
    delivery.begin(!reachable, nowNanos);
    phase = Phase.SENDING;
    return Step.SEND;
  }

  private Step pause(long nanos, long nowNanos) {
    pauseEnd = nowNanos + nanos;
    phase = Phase.PAUSING;
    return Step.PAUSE;
  }

  /**
   * The peer has taken the batch.
   *
   * @param noRoom how many of its envelopes it had no room for
   */
  public void taken(int noRoom, long nowNanos) {
    delivery.answered(nowNanos);
    batch = NOTHING;
    phase = Phase.READY;
    if (probing) {
      if (!reachable) {
        retries.reset();
        reachable = true;
        listener.back(node);
      }
      return;
    }
    int count = backlog.underWay().size();
    sent.addAndGet(count);
    batches.incrementAndGet();
    refused.addAndGet(noRoom);
    if (2 * noRoom > count) {
      pause(pauses.nanos(), nowNanos);
    } else {
      pauses.reset(); // one lane may be full for long, and the others wait for envelopes
    }
  }

  /**
   * The peer has not taken the batch, or it is not known whether it has.
   *
   * @param why a {@link java.net.SocketTimeoutException} if its time was over, a {@link
   *     PeerRefusedException} if the peer is there and does not want it; else the connection broke
   */
  public void failed(IOException why, long nowNanos) {
    if (delivery.failed(why, nowNanos)) {
      phase = Phase.SECOND_ATTEMPT;
      return;
    }
    batch = NOTHING;
    phase = Phase.READY;
    if (probing) {
      suspect(why);
    } else if (why instanceof PeerRefusedException) {
      // The next server would refuse it, too.
      lost.addAndGet(backlog.underWay().size());
      suspect(why);
    } else {
      suspect(why);
      backlog.underWay().forEach(elsewhere);
    }
    backlog.drain(elsewhere);
  }

  private void suspect(IOException why) {
    if (reachable) {
      reachable = false;
      listener.gone(node, why);
    }
  }
}
