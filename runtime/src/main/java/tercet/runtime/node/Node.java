package tercet.runtime.node;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.Input;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.TransactionId;
import tercet.runtime.mailbox.Interpreter;
import tercet.runtime.mailbox.Lane;
import tercet.runtime.mailbox.LaneSettings;
import tercet.runtime.mailbox.LaneStatistics;
import tercet.runtime.mailbox.LaneThread;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.observe.EndedTransaction;
import tercet.runtime.observe.EndedTransactions;
import tercet.runtime.observe.Observer;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreUnavailableException;
import tercet.runtime.store.UnreadableRecordException;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * Serves some shards, spread over a few lanes. If its store fails for good it stops at once and
 * says so: everything that it has sent is durable, and it sends nothing more.
 */
public final class Node implements AutoCloseable, Transport.Receiver {
  private static final System.Logger LOG = System.getLogger(Node.class.getName());

  private final List<Lane> lanes = new ArrayList<>();
  private final List<LaneThread> threads = new ArrayList<>();
  private final Map<ShardId, LaneThread> laneOf = new HashMap<>();
  private final Consumer<Envelope.ToNode> answers;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong undecidable = new AtomicLong();
  private final AtomicLong rollbacks = new AtomicLong();
  private final Quarantine quarantine;
  private final EndedTransactions ended = new EndedTransactions();

  /**
   * @param served shards of this node
   * @param laneCount threads that serve them, at least 1
   * @param answers where answers for this node's own requests go
   * @param onFailure hears, once, why the node has stopped
   * @param observer is told what was decided
   */
  public Node(
      Set<ShardId> served,
      int laneCount,
      LaneSettings settings,
      Decider decider,
      Store store,
      Transport transport,
      InstantSource clock,
      Consumer<Envelope.ToNode> answers,
      Consumer<Throwable> onFailure,
      Observer observer) {
    this.answers = answers;
    this.quarantine = new Quarantine(clock);
    for (int number = 0; number < laneCount; number++) {
      Set<ShardId> shards = new LinkedHashSet<>();
      for (ShardId shard : served) {
        if (shard.index() % laneCount == number) {
          shards.add(shard);
        }
      }
      Lane lane =
          new Lane(shards, decider, store, transport, clock, settings, new Reports(), observer);
      LaneThread thread =
          new LaneThread("lane-" + number, lane, clock, failure -> fail(failure, onFailure));
      lanes.add(lane);
      threads.add(thread);
      shards.forEach(shard -> laneOf.put(shard, thread));
    }
    transport.watch(new Watching());
  }

  /** Records that wait for a node that is back are woken at once. */
  private final class Watching implements Transport.Watcher {
    @Override
    public void back(Collection<ShardId> shards) {
      threads.forEach(thread -> thread.returned(shards));
    }

    @Override
    public void gone(Collection<ShardId> shards) {
      // Each wake-up asks the transport whether it is of use.
    }
  }

  /**
   * A node without an observer.
   *
   * @param served shards of this node
   * @param laneCount threads that serve them, at least 1
   * @param answers where answers for this node's own requests go
   * @param onFailure hears, once, why the node has stopped
   */
  public Node(
      Set<ShardId> served,
      int laneCount,
      LaneSettings settings,
      Decider decider,
      Store store,
      Transport transport,
      InstantSource clock,
      Consumer<Envelope.ToNode> answers,
      Consumer<Throwable> onFailure) {
    this(
        served,
        laneCount,
        settings,
        decider,
        store,
        transport,
        clock,
        answers,
        onFailure,
        Observer.NONE);
  }

  private Node(Consumer<Envelope.ToNode> answers) {
    this.answers = answers;
    this.quarantine = new Quarantine(InstantSource.system());
  }

  /**
   * One that serves no shards, as a mere gateway is.
   *
   * @param answers where answers for its own requests go
   */
  public static Node withoutShards(Consumer<Envelope.ToNode> answers) {
    return new Node(answers);
  }

  /**
   * Finds the open records, and begins to work.
   *
   * @throws StoreFailedException if the store cannot be read
   * @throws StoreUnavailableException if it cannot be read now
   */
  public void start() {
    lanes.forEach(Lane::recover);
    long open = statistics().openTransactions();
    if (open > 0) {
      LOG.log(System.Logger.Level.INFO, "Finishing open transactions: {0}.", open);
    }
    threads.forEach(LaneThread::start);
  }

  @Override
  public boolean receive(Envelope envelope) {
    return switch (envelope) {
      case Envelope.ToNode answer -> {
        answers.accept(answer);
        yield true;
      }
      case Envelope.ToShard message -> {
        LaneThread lane = laneOf.get(message.input().to());
        boolean taken = lane != null && lane.offer(message.input());
        if (!taken) {
          dropped.incrementAndGet();
        }
        yield taken;
      }
      case Envelope.Question _, Envelope.Report _ -> true; // not for shards
    };
  }

  @Override
  public BooleanSupplier settled(ShardId shard) {
    LaneThread lane = laneOf.get(shard);
    return lane == null ? () -> true : lane.settled();
  }

  private void fail(Throwable failure, Consumer<Throwable> onFailure) {
    if (failed.compareAndSet(false, true)) {
      onFailure.accept(failure);
    }
  }

  /** Counts and logs what a lane reports. */
  private final class Reports implements Interpreter.BugHandler {
    @Override
    public void undecidable(Input input, @Nullable CorrelationId subject, RuntimeException bug) {
      undecidable.incrementAndGet();
      if (bug instanceof UnreadableRecordException) {
        LOG.log(
            System.Logger.Level.WARNING,
            CorrelationId.line(subject, String.valueOf(bug.getMessage())));
        return;
      }
      String message = "A bug: this input could not be decided and was dropped: " + input;
      LOG.log(System.Logger.Level.ERROR, CorrelationId.line(subject, message), bug);
    }

    @Override
    public void found(Finding finding) {
      quarantine.add(finding);
    }

    @Override
    public void ended(List<EndedTransaction> transactions) {
      ended.add(transactions);
    }

    @Override
    public void rolledBack(ShardId shard, long last, long now) {
      rollbacks.incrementAndGet();
      LOG.log(
          System.Logger.Level.WARNING,
          """
          The store has lost commits of %s: %,d of the last ones that it had confirmed here, or \
          more. Answers to clients about them may be untrue. See docs/operate/quarantine.md.\
          """
              .formatted(shard, last - now));
    }
  }

  /** All lanes together. */
  public LaneStatistics statistics() {
    LaneStatistics sum = new LaneStatistics(0, 0, 0, 0, 0, 0, 0);
    for (Lane lane : lanes) {
      sum = sum.plus(lane.statistics());
    }
    return sum;
  }

  /** Time in which all lanes decided, committed and sent batches, since the start. */
  public long busyNanos() {
    return threads.stream().mapToLong(LaneThread::busyNanos).sum();
  }

  /** Envelopes that found no room or no shard here, since the start. */
  public long dropped() {
    return dropped.get() + threads.stream().mapToLong(LaneThread::dropped).sum();
  }

  /** Inputs that the kernel could not decide, since the start: each is a bug. */
  public long undecidable() {
    return undecidable.get();
  }

  /** Questions of participants that the records cannot answer, since the start. */
  public long quarantined() {
    return quarantine.count();
  }

  /** Participants whose questions cannot be answered, at most some thousand. */
  public List<Doubt> doubts() {
    return quarantine.doubts();
  }

  /** Forgets what it was asked about a transaction that is settled now. */
  public void forgetDoubts(TransactionId transaction) {
    quarantine.forget(transaction);
  }

  /** The transactions of its orders that ended lately. */
  public EndedTransactions ended() {
    return ended;
  }

  /** How often a lane has noticed that a shard's store has lost commits, since the start. */
  public long rollbacks() {
    return rollbacks.get();
  }

  /** Decides the waiting inputs, and ends. */
  @Override
  public void close() {
    threads.forEach(LaneThread::close);
  }
}
