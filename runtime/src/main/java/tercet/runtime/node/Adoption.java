package tercet.runtime.node;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.ShardId;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreUnavailableException;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * Finishes what a node that is gone left open in a store that nodes share. Whoever works on an open
 * record wakes it in time; one that is long overdue has nobody, so whoever sees it wakes it. That
 * needs no agreement on who is gone: the store arbitrates, so a record that two wake, or that its
 * own node wakes late, costs a conflict.
 *
 * <p>It costs one look into the store for all shards each time, which finds little: a record is
 * open for as long as a checkout takes.
 */
public final class Adoption implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Adoption.class.getName());

  private final List<ShardId> shards;
  private final Store store;
  private final Transport.Receiver node;
  private final InstantSource clock;
  private final AdoptionSettings settings;
  private final Consumer<Throwable> onFailure;
  private final AtomicLong adopted = new AtomicLong();
  private volatile @Nullable Thread thread;
  private volatile boolean closed;
  private boolean reported;

  /**
   * @param shards that the node serves
   * @param store that arbitrates between nodes
   * @param node that decides on what is found
   * @param onFailure hears, once, that the store has failed for good
   */
  public Adoption(
      List<ShardId> shards,
      Store store,
      Transport.Receiver node,
      InstantSource clock,
      AdoptionSettings settings,
      Consumer<Throwable> onFailure) {
    if (!store.guarantees().shared()) {
      throw new IllegalArgumentException("what is in a store of one process is its own");
    }
    this.shards = List.copyOf(shards);
    this.store = store;
    this.node = node;
    this.clock = clock;
    this.settings = settings;
    this.onFailure = onFailure;
  }

  /** Begins to look, on a thread of its own. */
  public void start() {
    thread = Thread.ofVirtual().name("adoption").start(this::run);
  }

  private void run() {
    while (true) {
      LockSupport.parkNanos(this, settings.every().toNanos());
      if (closed) {
        return;
      }
      try {
        look();
      } catch (StoreUnavailableException away) {
        // The next look finds the same.
      } catch (StoreFailedException failure) {
        onFailure.accept(failure);
        return;
      } catch (RuntimeException bug) {
        if (!reported) {
          reported = true;
          LOG.log(
              System.Logger.Level.ERROR,
              "A bug: looking for what others left open fails. It is tried again and again.",
              bug);
        }
      }
    }
  }

  /**
   * Wakes what is overdue: what its own thread does again and again.
   *
   * @throws StoreFailedException if the store has failed for good
   * @throws StoreUnavailableException if it cannot be read now
   */
  public void look() {
    Instant abandoned = clock.instant().minus(settings.overdue());
    List<Key> found = new ArrayList<>();
    store.scanOpen(
        shards,
        (key, open) -> {
          if (found.size() < settings.wakeMax() && open.wakeAt().isBefore(abandoned)) {
            found.add(key);
          }
        });
    for (Key key : found) {
      if (!node.receive(new Envelope.ToShard(new Input.Wakeup(key)))) {
        return; // so much waits there that the rest can, too
      }
      adopted.incrementAndGet();
    }
  }

  /** How often something was woken, since the start. */
  public long adopted() {
    return adopted.get();
  }

  /** Ends, after the look that is under way. */
  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running == null || Thread.currentThread().equals(running)) {
      return;
    }
    LockSupport.unpark(running);
    try {
      running.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
