package tercet.runtime.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Decider;
import tercet.kernel.Decision;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.Message;
import tercet.kernel.ShardId;
import tercet.kernel.Stored;
import tercet.runtime.observe.Observer;
import tercet.runtime.observe.Subject;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreContendedException;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreUnavailableException;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * The mailbox of some shards: takes inputs from any thread, and decides them batch by batch on one.
 * It has no thread of its own: {@link LaneThread} drives it in production, the simulator in
 * simulation.
 *
 * <p>When a store that others share does not answer, the lane keeps the batch and stops deciding;
 * what comes meanwhile waits in the bounded mailbox. With growing pauses it looks for the store,
 * and then does what a new process would do: it finds all that is open, and decides the batch
 * again. Whatever of the batch was durable is found by that, and answered as it was.
 */
public final class Lane {
  /** Long enough that a record with a bug does not keep the lane from its work. */
  private static final Duration AFTER_BUG = Duration.ofSeconds(10);

  /** The first look for a store that does not answer; a conflict may be over by then. */
  private static final Duration LOOK_FIRST = Duration.ofMillis(10);

  /** A failover takes seconds: not much longer than that. */
  private static final Duration LOOK_MAX = Duration.ofMillis(320);

  private final Set<ShardId> shards;
  private final Store store;
  private final Transport transport;
  private final InstantSource clock;
  private final LaneSettings settings;
  private final Interpreter interpreter;
  private final Observer observer;
  private final MpscAtomicArrayQueue<Input> mailbox;
  private final Timers timers = new Timers();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong decided = new AtomicLong();
  private volatile int openTransactions;
  private List<Input> interrupted = List.of();
  private Duration pause = LOOK_FIRST;
  private volatile @Nullable Instant resumeAt;

  /**
   * @param shards that nobody else serves
   * @param bugs hears of inputs that the kernel could not decide
   * @param observer is told what was decided
   */
  public Lane(
      Set<ShardId> shards,
      Decider decider,
      Store store,
      Transport transport,
      InstantSource clock,
      LaneSettings settings,
      Interpreter.BugHandler bugs,
      Observer observer) {
    // In their own order, not in one that the platform draws anew at each start.
    this.shards = Collections.unmodifiableSet(new LinkedHashSet<>(shards));
    this.store = store;
    this.transport = transport;
    this.clock = clock;
    this.settings = settings;
    this.observer = observer;
    boolean fuses = settings.fusion() && store.guarantees().spansShards();
    this.interpreter =
        new Interpreter(
            decider,
            store,
            fuses ? this.shards : Set.of(),
            (input, subject, bug) -> dropped(input, subject, bug, bugs),
            observer.listens());
    this.mailbox = new MpscAtomicArrayQueue<>(settings.mailboxMax());
  }

  /**
   * One that nobody observes.
   *
   * @param shards that nobody else serves
   * @param bugs hears of inputs that the kernel could not decide
   */
  public Lane(
      Set<ShardId> shards,
      Decider decider,
      Store store,
      Transport transport,
      InstantSource clock,
      LaneSettings settings,
      Interpreter.BugHandler bugs) {
    this(shards, decider, store, transport, clock, settings, bugs, Observer.NONE);
  }

  /**
   * Puts an input into the mailbox. Safe for any thread.
   *
   * @return false if the mailbox is full
   */
  public boolean offer(Input input) {
    return mailbox.offer(input);
  }

  /**
   * Finds what was open when the shards were last served, and looks at it in the next step.
   *
   * @throws StoreFailedException if it cannot be read
   * @throws StoreUnavailableException if it cannot be read now
   */
  public void recover() {
    Instant now = clock.instant();
    store.scanOpen(shards, (key, open) -> timers.set(key, now));
    openTransactions = timers.transactions();
  }

  /**
   * Decides and commits what is waiting, up to one batch, then sends.
   *
   * @return false if nothing was done
   * @throws StoreFailedException it is unknown whether anything is durable, and nothing was sent
   */
  public boolean step() {
    Instant now = clock.instant();
    Instant resume = resumeAt;
    if (resume != null) {
      return isDue(resume, now) && resume();
    }
    List<Input> batch = new ArrayList<>(timers.due(now, settings.batchMax()));
    mailbox.drain(batch::add, settings.batchMax() - batch.size());
    return !batch.isEmpty() && decide(batch);
  }

  /** Also if the clock was set back: no pause is that long. */
  private static boolean isDue(Instant resume, Instant now) {
    return !now.isBefore(resume) || now.plus(LOOK_MAX).isBefore(resume);
  }

  private boolean resume() {
    try {
      recover();
    } catch (StoreUnavailableException e) {
      pause(interrupted);
      return false;
    }
    return decide(interrupted);
  }

  private boolean decide(List<Input> batch) {
    try {
      for (List<Input> together : committable(batch)) {
        for (Interpreter.Outcome outcome : interpreter.run(together, clock)) {
          finish(outcome);
        }
      }
    } catch (StoreUnavailableException | StoreContendedException e) {
      pause(batch);
      return false;
    }
    interrupted = List.of();
    resumeAt = null;
    pause = LOOK_FIRST;
    openTransactions = timers.transactions();
    return true;
  }

  private void pause(List<Input> batch) {
    interrupted = batch;
    resumeAt = clock.instant().plus(pause);
    Duration next = pause.multipliedBy(2);
    pause = next.compareTo(LOOK_MAX) < 0 ? next : LOOK_MAX;
  }

  /** A record that could not be decided is tried again: the next program may know how. */
  private void dropped(
      Input input, @Nullable Subject subject, RuntimeException bug, Interpreter.BugHandler bugs) {
    if (input instanceof Input.Wakeup wakeup) {
      timers.set(wakeup.key(), clock.instant().plus(AFTER_BUG));
    }
    bugs.undecidable(input, subject, bug);
  }

  /** Splits a batch into parts that the store commits atomically. */
  private Iterable<List<Input>> committable(List<Input> batch) {
    if (store.guarantees().spansShards()) {
      return List.of(batch);
    }
    Map<ShardId, List<Input>> byShard = new LinkedHashMap<>();
    for (Input input : batch) {
      byShard.computeIfAbsent(input.to(), shard -> new ArrayList<>()).add(input);
    }
    return byShard.values();
  }

  private void finish(Interpreter.Outcome outcome) {
    commits.lazySet(commits.get() + 1);
    decided.lazySet(decided.get() + outcome.decided());
    for (Map.Entry<Key, @Nullable Stored> change : outcome.changes().entrySet()) {
      if (change.getValue() instanceof Stored.Open open) {
        timers.set(change.getKey(), open.wakeAt());
      } else {
        timers.cancel(change.getKey());
      }
    }
    for (Message message : outcome.messages()) {
      transport.send(new Envelope.ToShard(message));
    }
    for (Decision.Reply reply : outcome.replies()) {
      transport.send(new Envelope.ToNode(reply.to(), reply.answer()));
    }
    if (observer.listens()) {
      observer.decided(outcome.batch());
    }
  }

  /**
   * True if there is nothing to do before {@link #nextWakeup}: nothing waits, or the store is away.
   * Safe for any thread.
   */
  public boolean isIdle() {
    return resumeAt != null || mailbox.isEmpty();
  }

  /**
   * When the next open record is to be looked at, or the next look for the store is due; or null.
   * For the thread that steps.
   */
  public @Nullable Instant nextWakeup() {
    return resumeAt != null ? resumeAt : timers.next();
  }

  /** Safe for any thread. */
  public LaneStatistics statistics() {
    return new LaneStatistics(mailbox.size(), openTransactions, commits.get(), decided.get());
  }
}
