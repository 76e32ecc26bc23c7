package tercet.runtime.broker;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.transport.Envelope;

/**
 * Sends messages to the broker, on one thread that waits for none of them: each recipient has a
 * {@link Destination}, so one whose part of the broker is dead delays no other.
 */
final class Outbox implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

  /** Envelopes that are shared out before messages are sent again. */
  private static final int TURN_MAX = 1_000;

  private final Broker broker;
  private final BrokerSettings settings;
  private final Listener listener;
  private final EnvelopeBatch.Writer batch;
  private final MpscAtomicArrayQueue<Destination.Waiting> queue;
  private final Queue<Recipient> signs = new ConcurrentLinkedQueue<>();
  private final Queue<Result> results = new ConcurrentLinkedQueue<>();
  private final Map<Recipient, Destination> destinations = new LinkedHashMap<>();
  private final Set<Recipient> failing = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong full = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  private volatile int waiting;
  private volatile boolean idle;
  private volatile boolean closed;

  /** The broker has decided on a message: it has taken it, unless there is a reason why not. */
  private record Result(Destination of, int count, @Nullable IOException why) {}

  /** Hears what becomes of messages, on the outbox's thread; returns at once. */
  interface Listener {
    /** The broker takes none for this recipient from now on. */
    void fails(Recipient to, IOException why);

    /** The broker takes messages for this recipient again. */
    void works(Recipient to);
  }

  /**
   * @param self name of this node
   */
  Outbox(
      String self, Broker broker, BrokerSettings settings, InstantSource clock, Listener listener) {
    this.broker = broker;
    this.settings = settings;
    this.listener = listener;
    this.batch = new EnvelopeBatch.Writer(self, clock);
    this.queue = new MpscAtomicArrayQueue<>(settings.queueMax());
    this.thread = Thread.ofVirtual().name("outbox").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Never waits. Safe for any thread. */
  void send(Recipient to, Envelope envelope) {
    if (!queue.offer(new Destination.Waiting(to, envelope, System.nanoTime()))) {
      full.incrementAndGet();
    } else if (idle) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * A message goes to this recipient, also if there is nothing to say but that this node is there.
   * Safe for any thread.
   */
  void sign(Recipient to) {
    signs.add(to);
    if (idle) {
      LockSupport.unpark(thread);
    }
  }

  /** Whether the broker takes no messages for it. Safe for any thread. */
  boolean isFailing(Recipient to) {
    return failing.contains(to);
  }

  /** Whether the broker takes no messages for some recipient. Safe for any thread. */
  boolean isFailing() {
    return !failing.isEmpty();
  }

  int waiting() {
    return queue.size() + waiting;
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
      hear();
      shareOut();
      long now = System.nanoTime();
      List<Parcel> due = due(now);
      if (due.isEmpty()) {
        await(nanosUntilRetry(now));
      } else {
        publish(broker, due);
      }
    }
  }

  private void hear() {
    for (Result next = results.poll(); next != null; next = results.poll()) {
      Destination of = next.of();
      IOException why = next.why();
      boolean failedBefore = of.isFailing();
      if (why == null) {
        of.taken();
        sent.addAndGet(next.count());
        messages.incrementAndGet();
        if (failedBefore) {
          failing.remove(of.to());
          listener.works(of.to());
        }
      } else {
        of.failed(System.nanoTime());
        lost.addAndGet(next.count());
        if (!failedBefore && !closed) {
          failing.add(of.to());
          listener.fails(of.to(), why);
        }
      }
    }
  }

  /** Gives what waits to the destinations. */
  private void shareOut() {
    for (Recipient to = signs.poll(); to != null; to = signs.poll()) {
      destination(to).sign();
    }
    for (int count = 0; count < TURN_MAX; count++) {
      Destination.Waiting next = queue.poll();
      if (next == null) {
        break;
      }
      if (!destination(next.to()).add(next)) {
        full.incrementAndGet();
      }
    }
  }

  private Destination destination(Recipient to) {
    return destinations.computeIfAbsent(to, anew -> new Destination(anew, settings));
  }

  private List<Parcel> due(long now) {
    List<Parcel> parcels = new ArrayList<>();
    int left = 0;
    for (Destination destination : destinations.values()) {
      Destination.Message message = destination.isDue(now) ? destination.take(now, batch) : null;
      if (message != null) {
        parcels.add(
            new Parcel(
                destination.to(), message.bytes(), new Hearing(destination, message.count())));
      }
      lost.addAndGet(destination.takeDropped());
      left += destination.waiting();
    }
    waiting = left;
    return parcels;
  }

  private long nanosUntilRetry(long now) {
    return destinations.values().stream()
        .mapToLong(destination -> destination.nanosUntilRetry(now))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void await(long nanos) {
    idle = true;
    if (queue.isEmpty() && results.isEmpty() && signs.isEmpty() && !closed) {
      LockSupport.parkNanos(this, nanos);
    }
    idle = false;
  }

  /** A bug of the adapter must not end the thread: there is no other that sends what waits here. */
  static void publish(Broker broker, List<Parcel> parcels) {
    try {
      broker.publish(parcels);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "A bug: the adapter of the broker fails.", bug);
      IOException why = new IOException("The adapter of the broker fails.", bug);
      parcels.forEach(parcel -> parcel.failed(why));
    }
  }

  /** Tells the outbox's thread what the broker has said of a message. */
  private final class Hearing implements Parcel.Outcome {
    private final Destination of;
    private final int count;

    Hearing(Destination of, int count) {
      this.of = of;
      this.count = count;
    }

    @Override
    public void taken() {
      tell(new Result(of, count, null));
    }

    @Override
    public void failed(IOException why) {
      tell(new Result(of, count, why));
    }

    private void tell(Result result) {
      results.add(result);
      if (idle) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** Ends without waiting for messages that are under way. Waiting ones are lost. */
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
