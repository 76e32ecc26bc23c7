package tercet.runtime.node;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Input;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.mailbox.Awaited;
import tercet.runtime.store.Overdue;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreUnavailableException;
import tercet.runtime.time.Ticker;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * Finishes the transactions that a dead node left open in a shared store. A node that works on an
 * open record wakes it in time. A record that is long overdue has no such node, so any node wakes
 * it. The nodes need not agree on which node is dead: the store arbitrates, so a record that two
 * nodes wake, or that its own node wakes late, costs one conflict.
 *
 * <p>Each look asks the store for overdue records only, a bounded number of them, and goes on where
 * the last look ended.
 */
public final class OrphanRecovery implements AutoCloseable {
  /** Pages of one look, at most; the next look goes on from there. */
  private static final int PAGES_MAX = 8;

  private final List<ShardId> shards;
  private final Store store;
  private final Transport.Receiver node;
  private final Predicate<ShardId> reaches;
  private final InstantSource clock;
  private final OrphanRecoverySettings settings;
  private final Consumer<Throwable> onFailure;
  private final AtomicLong recovered = new AtomicLong();
  private final Ticker ticker;

  /** Where the last look ended. Records that it skipped must not keep others from being found. */
  private Overdue.@Nullable Place reached;

  /**
   * @param shards that the node serves
   * @param store that arbitrates between nodes
   * @param node that decides on what is found
   * @param reaches whether a shard can be reached; records that could only send again to
   *     unreachable shards are left alone
   * @param onFailure hears, once, that the store has failed for good
   */
  public OrphanRecovery(
      List<ShardId> shards,
      Store store,
      Transport.Receiver node,
      Predicate<ShardId> reaches,
      InstantSource clock,
      OrphanRecoverySettings settings,
      Consumer<Throwable> onFailure) {
    if (!store.guarantees().shared()) {
      throw new IllegalArgumentException("a store of one process has no orphans");
    }
    this.shards = List.copyOf(shards);
    this.store = store;
    this.node = node;
    this.reaches = reaches;
    this.clock = clock;
    this.settings = settings;
    this.onFailure = onFailure;
    this.ticker = new Ticker("orphan recovery", settings.every(), this::tick);
  }

  /** Begins to look, on a thread of its own. */
  public void start() {
    ticker.start();
  }

  private void tick() {
    try {
      look();
    } catch (StoreUnavailableException away) {
      // The next look finds the same.
    } catch (StoreFailedException failure) {
      ticker.stop();
      onFailure.accept(failure);
    }
  }

  /**
   * Wakes the overdue records once; its own thread does this again and again. Where only some
   * shards can be read, theirs are woken.
   *
   * @throws StoreFailedException if the store has failed for good
   * @throws StoreUnavailableException if no shard can be read now
   */
  public void look() {
    Instant now = clock.instant();
    try {
      reached = look(shards, reached, settings.wakeMax(), now);
    } catch (StoreUnavailableException ofSome) {
      if (!lookAtEach(now)) {
        throw ofSome;
      }
    }
  }

  /**
   * Looks at each shard alone, from its longest overdue record on.
   *
   * @return false if none can be read
   */
  private boolean lookAtEach(Instant now) {
    boolean any = false;
    int max = Math.max(1, settings.wakeMax() / shards.size());
    for (ShardId shard : shards) {
      try {
        look(List.of(shard), null, max, now);
        any = true;
      } catch (StoreUnavailableException away) {
        // Its records wait until it can be read.
      }
    }
    return any;
  }

  /**
   * Wakes the overdue records of some shards.
   *
   * @param from where to go on, or null
   * @return where the next look goes on, or null if the end was reached
   */
  private Overdue.@Nullable Place look(
      List<ShardId> some, Overdue.@Nullable Place from, int max, Instant now) {
    Instant abandoned = now.minus(settings.overdue());
    List<Key> found = new ArrayList<>();
    Overdue.@Nullable Place last = from;
    int pages = 0;
    do {
      Overdue next = new Overdue(last, abandoned, max - found.size());
      last =
          store.scanOverdue(
              some,
              next,
              (key, open) -> {
                if (!Awaited.isInVain(open, now, reaches)) {
                  found.add(key);
                }
              });
      pages++;
    } while (last != null && found.size() < max && pages < PAGES_MAX);
    wake(found);
    return last;
  }

  private void wake(List<Key> found) {
    Set<ShardId> full = new HashSet<>(); // so much waits there that the rest can, too
    for (Key key : found) {
      if (full.contains(key.shard())) {
        continue;
      }
      if (node.receive(new Envelope.ToShard(new Input.TimerFired(key)))) {
        recovered.incrementAndGet();
      } else {
        full.add(key.shard());
      }
    }
  }

  /** How often something was woken, since the start. */
  public long recovered() {
    return recovered.get();
  }

  /** Ends, after the look that is under way. */
  @Override
  public void close() {
    ticker.close();
  }
}
