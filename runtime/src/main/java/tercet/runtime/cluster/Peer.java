package tercet.runtime.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.transport.Envelope;

/**
 * Another node as this one sees it: a queue, and a thread that sends what waits there, batch after
 * batch. While one batch is under way the next one gathers, so batches grow with the load.
 *
 * <p>If the peer does not take a batch in time, or does not listen, it is suspected: waiting
 * envelopes go elsewhere, and empty batches probe it until it takes one.
 */
final class Peer implements Destination, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Peer.class.getName());
  private static final double MILLIS_PER_SECOND = 1_000;

  private final ClusterNode node;
  private final Delivery delivery;
  private final PeerClock clock;
  private final PeerSettings settings;
  private final Consumer<Envelope> elsewhere;
  private final PeerListener listener;
  private final MpscAtomicArrayQueue<Envelope> queue;
  private final Thread thread;
  private final PeerPauses retries;
  private final PeerPauses pauses;
  private final EnvelopeBatch.Writer batch;
  private final List<Envelope> underWay = new ArrayList<>();
  private @Nullable Envelope next;
  private volatile long lastUse = System.nanoTime(); // at first, to find out who is there

  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong full = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  private volatile boolean reachable = true;
  private volatile boolean idle;
  private volatile boolean closed;

  /**
   * @param batch as this node begins it
   * @param clock of the peer
   * @param elsewhere takes envelopes that cannot go to this peer now
   * @param listener hears whether the peer is gone or back
   */
  Peer(
      ClusterNode node,
      PeerWire.PeerConnection link,
      EnvelopeBatch.Writer batch,
      PeerClock clock,
      PeerSettings settings,
      Consumer<Envelope> elsewhere,
      PeerListener listener) {
    this.node = node;
    this.delivery = new Delivery(link, settings, clock);
    this.batch = batch;
    this.clock = clock;
    this.settings = settings;
    this.elsewhere = elsewhere;
    this.listener = listener;
    this.queue = new MpscAtomicArrayQueue<>(settings.queueMax());
    this.retries = new PeerPauses(settings.retryMin(), settings.retryMax());
    this.pauses = new PeerPauses(settings.pauseMin(), settings.pauseMax());
    this.thread = Thread.ofVirtual().name("peer-" + node.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
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
    if (!queue.offer(envelope)) {
      full.incrementAndGet();
    } else if (idle) {
      LockSupport.unpark(thread);
    }
  }

  /** Counts an envelope that was to go there, and can go nowhere now. */
  void lose() {
    lost.incrementAndGet();
  }

  PeerStatistics statistics() {
    return new PeerStatistics(
        node.name(),
        reachable,
        queue.size(),
        sent.get(),
        batches.get(),
        full.get(),
        lost.get(),
        refused.get(),
        delivery.limit(),
        clock.skewMillis() / MILLIS_PER_SECOND,
        clock.isApart());
  }

  /** A batch of the peer has arrived, which was sent at that time by the peer's clock. */
  void hear(long sentMillis, long arrivedMillis) {
    clock.heard(sentMillis, arrivedMillis, System.nanoTime());
  }

  private void run() {
    while (!closed) {
      if (!reachable) {
        pause(retries.nanos());
        sendElsewhere();
        probe();
      } else if (gather()) {
        sendBatch();
      } else if (isSilent(System.nanoTime())) {
        probe();
      } else {
        awaitWork();
      }
    }
  }

  /** Without a time of its own, which would cost more than the rest of an idle peer. */
  private void awaitWork() {
    idle = true;
    if (queue.isEmpty() && !closed && !isSilent(System.nanoTime())) {
      LockSupport.park(this);
    }
    idle = false;
  }

  private boolean isSilent(long now) {
    long idleAfter = settings.probeIdleAfter().toNanos();
    boolean inUse = now - lastUse < idleAfter;
    return now - delivery.lastWord() >= (inUse ? settings.probeAfter().toNanos() : idleAfter);
  }

  /** To be called periodically: looks at the clock for threads that sleep. */
  void wakeIfSilent(long now) {
    if (idle && isSilent(now)) {
      LockSupport.unpark(thread);
    }
  }

  private void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  /**
   * Puts waiting envelopes into a batch.
   *
   * @return false if nothing waits
   */
  private boolean gather() {
    batch.clear();
    underWay.clear();
    Envelope envelope = next != null ? next : queue.poll();
    next = null;
    while (envelope != null) {
      if (!add(envelope)) {
        next = envelope;
        return true;
      }
      envelope = batch.count() < settings.batchMax() ? queue.poll() : null;
    }
    return !underWay.isEmpty();
  }

  /**
   * @return false if it has to wait for the next batch
   */
  private boolean add(Envelope envelope) {
    try {
      if (!batch.add(envelope)) {
        return false;
      }
      underWay.add(envelope);
    } catch (IllegalArgumentException bug) {
      lose();
      String text =
          CorrelationId.line(CorrelationId.of(envelope), "A bug: an envelope cannot be sent.");
      LOG.log(System.Logger.Level.ERROR, text, bug);
    }
    return true;
  }

  private void sendBatch() {
    try {
      lastUse = System.nanoTime();
      int noRoom = delivery.send(batch.toBytes(), !reachable);
      sent.addAndGet(underWay.size());
      batches.incrementAndGet();
      if (noRoom == 0) {
        pauses.reset();
      } else {
        refused.addAndGet(noRoom);
        pause(pauses.nanos());
      }
    } catch (PeerRefusedException unwanted) {
      // The next server would refuse it, too.
      lost.addAndGet(underWay.size());
      suspect(unwanted);
      sendElsewhere();
    } catch (IOException failed) {
      suspect(failed);
      underWay.forEach(elsewhere);
      sendElsewhere();
    }
  }

  private void probe() {
    try {
      batch.clear();
      int nothing = delivery.send(batch.toBytes(), !reachable);
      assert nothing == 0;
      if (!reachable) {
        retries.reset();
        reachable = true;
        LOG.log(System.Logger.Level.INFO, "Node {0} is back.", node.name());
        listener.back(node);
      }
    } catch (IOException failed) {
      suspect(failed);
      sendElsewhere();
    }
  }

  private void suspect(IOException why) {
    if (reachable && !closed) {
      reachable = false;
      LOG.log(
          System.Logger.Level.WARNING,
          "Node {0} at {1} {2}: {3}",
          node.name(),
          node.address(),
          why instanceof PeerRefusedException ? "refuses batches" : "is suspected to be gone",
          why.getMessage());
      listener.gone(node);
    }
  }

  private void sendElsewhere() {
    Envelope first = next;
    next = null;
    if (first != null) {
      elsewhere.accept(first);
    }
    queue.drain(elsewhere::accept);
  }

  /** Ends. Waiting envelopes are lost. */
  @Override
  public void close() {
    closed = true;
    delivery.close();
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
