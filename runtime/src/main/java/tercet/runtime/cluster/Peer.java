package tercet.runtime.cluster;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.transport.Envelope;

/** Drives a {@link PeerQueue} by a thread, over a connection of a {@link PeerWire}. */
final class Peer implements Destination, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Peer.class.getName());

  private final ClusterNode node;
  private final PeerWire.PeerConnection link;
  private final PeerQueue queue;
  private final Thread thread;
  private volatile boolean idle;
  private volatile boolean closed;

  /**
   * @param self name of this node
   * @param writer of batches, as this node begins them
   * @param elsewhere takes envelopes that cannot go to this peer now
   * @param listener hears whether the peer is gone or back
   */
  Peer(
      String self,
      ClusterNode node,
      PeerWire.PeerConnection link,
      EnvelopeBatch.Writer writer,
      PeerSettings settings,
      Consumer<Envelope> elsewhere,
      PeerListener listener) {
    this.node = node;
    this.link = link;
    this.queue =
        new PeerQueue(
            self,
            node,
            writer,
            settings,
            elsewhere,
            new Logging(listener),
            bound -> ThreadLocalRandom.current().nextLong(bound),
            System.nanoTime());
    this.thread = Thread.ofVirtual().name("peer-" + node.name()).unstarted(this::run);
  }

  ClusterNode node() {
    return node;
  }

  void start() {
    thread.start();
  }

  @Override
  public boolean isReachable() {
    return queue.isReachable();
  }

  @Override
  public void send(Envelope envelope) {
    if (queue.offer(envelope) && idle) {
      LockSupport.unpark(thread);
    }
  }

  PeerStatistics statistics() {
    return queue.statistics(System.nanoTime());
  }

  /** Whether the peer, if it can be reached, has reached this node. */
  boolean isMetOrGone() {
    return queue.isMetOrGone();
  }

  /** A batch of the peer has arrived, which was sent at that time by the peer's clock. */
  void hear(long sentMillis, long arrivedMillis) {
    queue.hear(sentMillis, arrivedMillis, System.nanoTime());
  }

  private void run() {
    while (!closed) {
      long now = System.nanoTime();
      switch (queue.next(now)) {
        case SEND -> sendBatch();
        case PAUSE -> LockSupport.parkNanos(this, queue.pauseNanos(now));
        case WAIT -> awaitWork();
      }
    }
  }

  private void sendBatch() {
    int noRoom;
    try {
      noRoom = link.send(queue.batch(), queue.limit());
    } catch (IOException failed) {
      queue.failed(failed, System.nanoTime());
      return;
    } catch (RuntimeException bug) {
      // It must not end the thread: there is no other that sends to this peer.
      LOG.log(System.Logger.Level.ERROR, "A bug: the wire fails.", bug);
      queue.failed(new IOException(bug), System.nanoTime());
      return;
    }
    queue.taken(noRoom, System.nanoTime());
  }

  /** Without a time of its own, which would cost more than the rest of an idle peer. */
  private void awaitWork() {
    idle = true;
    if (queue.isEmpty() && !closed && !queue.isSilent(System.nanoTime())) {
      LockSupport.park(this);
    }
    idle = false;
  }

  /** To be called periodically: looks at the clock for threads that sleep. */
  void wakeIfSilent(long now) {
    if (idle && queue.isSilent(now)) {
      LockSupport.unpark(thread);
    }
  }

  /** Writes down what an operator should know of. */
  private final class Logging implements PeerListener {
    private final PeerListener next;

    Logging(PeerListener next) {
      this.next = next;
    }

    @Override
    public void back(ClusterNode peer) {
      LOG.log(System.Logger.Level.INFO, "Node {0} is back.", peer.name());
      next.back(peer);
    }

    @Override
    public void gone(ClusterNode peer, IOException why) {
      if (closed) {
        return;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "Node {0} at {1} {2}: {3}",
          peer.name(),
          peer.address(),
          why instanceof PeerRefusedException ? "refuses batches" : "is suspected to be gone",
          why.getMessage());
      next.gone(peer, why);
    }

    @Override
    public void unsendable(Envelope envelope, IllegalArgumentException bug) {
      String text =
          CorrelationId.line(CorrelationId.of(envelope), "A bug: an envelope cannot be sent.");
      LOG.log(System.Logger.Level.ERROR, text, bug);
      next.unsendable(envelope, bug);
    }
  }

  /** Ends. Waiting envelopes are lost. */
  @Override
  public void close() {
    closed = true;
    link.close();
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
