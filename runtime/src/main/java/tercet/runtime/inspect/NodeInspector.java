package tercet.runtime.inspect;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.runtime.node.Doubt;
import tercet.runtime.node.Node;
import tercet.runtime.observe.EndedTransaction;
import tercet.runtime.store.Overdue;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreUnavailableException;
import tercet.runtime.transport.Envelope;

/**
 * The view of an operator on a node, and the one thing that the node does for an operator by
 * itself: to wake a record. It reads open records from the store, beside the lanes, and keeps no
 * more of them than it returns. One look at a time: many would keep a shared store busy. Calls
 * block; safe for any thread.
 */
public final class NodeInspector {
  /** Records that are read at once from a store with an order by time. */
  private static final int READ_MAX = 1_000;

  /** Further than any record waits. */
  private static final Duration FAR = Duration.ofDays(36_500);

  private static final Duration TURN_MAX = Duration.ofSeconds(2);

  private final Node node;
  private final @Nullable Store store;
  private final List<ShardId> shards;
  private final Neighbours neighbours;
  private final InstantSource clock;
  private final Duration checkoutTime;
  private final Semaphore turn = new Semaphore(1);

  /**
   * @param store null if the node serves no shards
   * @param shards that the node could serve
   * @param checkoutTime from the begin of a checkout to its deadline
   */
  public NodeInspector(
      Node node,
      @Nullable Store store,
      List<ShardId> shards,
      Neighbours neighbours,
      InstantSource clock,
      Duration checkoutTime) {
    this.node = node;
    this.store = store;
    this.shards = List.copyOf(shards);
    this.neighbours = neighbours;
    this.clock = clock;
    this.checkoutTime = checkoutTime;
  }

  public Neighbours neighbours() {
    return neighbours;
  }

  public Instant now() {
    return clock.instant();
  }

  /** When a transaction began, from its deadline; a client's node may have had another limit. */
  public Instant began(Instant deadline) {
    return deadline.minus(checkoutTime);
  }

  /** Open transactions of the orders of this node. */
  public int openTransactions() {
    return node.statistics().openTransactions();
  }

  /**
   * Open records of the shards that this node serves now, those with the oldest deadline first.
   *
   * @param after the place of a transaction, only later ones are wanted; empty to begin
   * @throws StoreUnavailableException if they cannot be read now
   */
  public List<OpenPart> open(Predicate<OpenPart> wanted, String after, int max) {
    NavigableMap<String, OpenPart> first = new TreeMap<>();
    visit((key, open) -> {
      OpenPart part = OpenPart.of(key, open);
      if (part.isAfter(after) && wanted.test(part)) {
        first.put(part.place(), part);
        if (first.size() > max) {
          first.pollLastEntry();
        }
      }
    });
    return List.copyOf(first.values());
  }

  /** All open records of one transaction at this node. */
  public List<OpenPart> find(TransactionId transaction) {
    return open(part -> part.transaction().equals(transaction), "", Integer.MAX_VALUE);
  }

  /**
   * Wakes all records of a transaction at this node: each asks again what it waits for.
   *
   * @return those that were woken; there may be no room for more
   */
  public List<OpenPart> wake(TransactionId transaction) {
    List<OpenPart> woken = new ArrayList<>();
    for (OpenPart part : find(transaction)) {
      Input.TimerFired wakeUp = new Input.TimerFired(part.key(), true);
      if (node.receive(new Envelope.ToShard(wakeUp))) {
        woken.add(part);
      }
    }
    return woken;
  }

  /** Forgets what was asked about a transaction that is settled now, and wakes its records. */
  public List<OpenPart> settled(TransactionId transaction) {
    node.forgetDoubts(transaction);
    return wake(transaction);
  }

  private void visit(BiConsumer<Key, StoredRecord.Open> visitor) {
    Store read = store;
    List<ShardId> mine = read == null ? List.of() : neighbours.servedNow(shards);
    if (read == null || mine.isEmpty()) {
      return;
    }
    if (!takeTurn()) {
      throw new StoreUnavailableException("Others look at the open records of this node.");
    }
    try {
      if (read.guarantees().shared()) {
        Overdue.@Nullable Place last = null;
        do {
          Overdue next = new Overdue(last, clock.instant().plus(FAR), READ_MAX);
          last = read.scanOverdue(mine, next, visitor);
        } while (last != null);
      } else {
        // Shard by shard: a store may keep a checkpoint, and so its commits, waiting for a scan.
        mine.forEach(shard -> read.scanOpen(List.of(shard), visitor));
      }
    } finally {
      turn.release();
    }
  }

  private boolean takeTurn() {
    try {
      return turn.tryAcquire(TURN_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Transactions of orders of this node that ended lately, the last one first. */
  public List<EndedTransaction> ended(Predicate<EndedTransaction> wanted, int max) {
    NavigableMap<String, EndedTransaction> last = new TreeMap<>();
    node.ended()
        .visit(
            clock.instant(),
            transaction -> {
              if (wanted.test(transaction)) {
                last.put(
                    OpenPart.place(transaction.at(), transaction.transaction().id()), transaction);
                if (last.size() > max) {
                  last.pollFirstEntry();
                }
              }
              return true;
            });
    return List.copyOf(last.descendingMap().values());
  }

  /** The books of the shards of this node. */
  public ShardBooks books() {
    Store read = store;
    return new ShardBooks(read, read == null ? List.of() : neighbours.servedNow(shards));
  }

  /** Participants that stay in doubt, because records of this node are gone. */
  public List<Doubt> doubts() {
    return node.doubts();
  }

  /** Records of the store that cannot be read, with the reason. */
  public Map<String, String> unreadable() {
    Store read = store;
    return read == null ? Map.of() : read.unreadable();
  }
}
