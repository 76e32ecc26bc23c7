package tercet.runtime.broker;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.transport.Envelope;

/**
 * Sends messages to the broker: a queue, and one thread, which sends the waiting ones round after
 * round. A round has one message for each recipient. While it is under way the next one gathers, so
 * messages grow with the load.
 *
 * <p>Messages that wait while the broker takes nothing are dropped: their senders send again, and
 * they would look young when the broker is back.
 */
final class Outbox implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

  /** An envelope and where it goes. */
  record Item(Recipient to, Envelope envelope) {}

  private final String self;
  private final Broker broker;
  private final BrokerSettings settings;
  private final InstantSource clock;
  private final Listener listener;
  private final List<Recipient> signsTo;
  private final MpscAtomicArrayQueue<Item> queue;
  private final Thread thread;
  private final AtomicBoolean signDue = new AtomicBoolean();
  private final Map<Recipient, EnvelopeBatch.Writer> round = new LinkedHashMap<>();
  private final List<EnvelopeBatch.Writer> spare = new ArrayList<>();

  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong full = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  private long pauseNanos;
  private volatile boolean idle;
  private volatile long publishingSince;
  private volatile boolean publishing;
  private volatile boolean closed;

  /** Hears what becomes of rounds, on the outbox's thread; returns at once. */
  interface Listener {
    /** The broker has taken one. */
    void taken();

    /** The broker may not have taken one. */
    void failed(IOException why);
  }

  /**
   * @param number of the outbox, for the name of its thread
   * @param self name of this node
   * @param signsTo whom this node shows that it is there, when it is asked to
   */
  Outbox(
      int number,
      String self,
      Broker broker,
      BrokerSettings settings,
      InstantSource clock,
      List<Recipient> signsTo,
      Listener listener) {
    this.self = self;
    this.broker = broker;
    this.settings = settings;
    this.clock = clock;
    this.signsTo = signsTo;
    this.listener = listener;
    this.queue = new MpscAtomicArrayQueue<>(settings.queueMax());
    this.pauseNanos = settings.retryMin().toNanos();
    this.thread = Thread.ofVirtual().name("outbox-" + number).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Never waits. Safe for any thread. */
  void send(Recipient to, Envelope envelope) {
    if (!queue.offer(new Item(to, envelope))) {
      full.incrementAndGet();
    } else if (idle) {
      LockSupport.unpark(thread);
    }
  }

  /** A sign of life goes with the next round. Safe for any thread. */
  void sign() {
    signDue.set(true);
    if (idle) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Whether the broker has not answered for the time of two signs of life. A broker of several
   * servers takes nothing while it replaces one that died, and signs of other nodes cannot come.
   */
  boolean waitsLong() {
    return publishing
        && System.nanoTime() - publishingSince > settings.signEvery().multipliedBy(2).toNanos();
  }

  int waiting() {
    return queue.size();
  }

  long sent() {
    return sent.get();
  }

  long messages() {
    return messages.get();
  }

  long full() {
    return full.get();
  }

  long lost() {
    return lost.get();
  }

  private void run() {
    while (!closed) {
      int count = gather();
      if (round.isEmpty()) {
        awaitWork();
      } else {
        send(count);
      }
    }
  }

  private void awaitWork() {
    idle = true;
    if (queue.isEmpty() && !signDue.get() && !closed) {
      LockSupport.park(this);
    }
    idle = false;
  }

  /**
   * Puts what waits into a round.
   *
   * @return how many envelopes are in it
   */
  private int gather() {
    if (signDue.compareAndSet(true, false)) {
      signsTo.forEach(this::batch); // with nothing in it, but who has sent it and when
    }
    int count = 0;
    while (count < settings.batchMax()) {
      Item item = queue.peek();
      if (item == null) {
        break;
      }
      if (!add(item)) {
        break; // it begins the next round
      }
      queue.poll();
      count++;
    }
    return count;
  }

  private EnvelopeBatch.Writer batch(Recipient to) {
    return round.computeIfAbsent(
        to, anew -> spare.isEmpty() ? new EnvelopeBatch.Writer(self, clock) : spare.removeLast());
  }

  /**
   * @return false if there is no room left in the message
   */
  private boolean add(Item item) {
    try {
      return batch(item.to()).add(item.envelope());
    } catch (IllegalArgumentException bug) {
      lost.incrementAndGet();
      String text =
          CorrelationId.line(
              CorrelationId.of(item.envelope()), "A bug: an envelope cannot be sent.");
      LOG.log(System.Logger.Level.ERROR, text, bug);
      return true;
    }
  }

  private void send(int count) {
    List<Parcel> parcels = new ArrayList<>(round.size());
    round.forEach((to, batch) -> {
      parcels.add(new Parcel(to, batch.toBytes()));
      batch.clear();
      spare.add(batch);
    });
    round.clear();
    long start = System.nanoTime();
    try {
      publish(parcels);
      sent.addAndGet(count);
      messages.addAndGet(parcels.size());
      pauseNanos = settings.retryMin().toNanos();
      if (System.nanoTime() - start > settings.lifetime().toNanos() / 2) {
        dropWaiting();
      }
      listener.taken();
    } catch (IOException failed) {
      lost.addAndGet(count);
      if (!closed) {
        listener.failed(failed);
        pause();
        dropWaiting();
      }
    }
  }

  /** A bug of the adapter must not end the thread: there is no other that sends what waits here. */
  private void publish(List<Parcel> parcels) throws IOException {
    publishingSince = System.nanoTime();
    publishing = true;
    try {
      broker.publish(parcels);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "A bug: the adapter of the broker fails.", bug);
      throw new IOException(bug);
    } finally {
      publishing = false;
    }
  }

  private void pause() {
    long end = System.nanoTime() + pauseNanos;
    for (long left = pauseNanos; left > 0 && !closed; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    pauseNanos = Math.min(2 * pauseNanos, settings.retryMax().toNanos());
  }

  private void dropWaiting() {
    lost.addAndGet(queue.drain(item -> {}));
  }

  /** Ends after the round that is under way. Waiting messages are lost. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
