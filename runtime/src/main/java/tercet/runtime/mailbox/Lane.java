package tercet.runtime.mailbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.observe.Observer;
import tercet.runtime.store.SequenceWatch;
import tercet.runtime.store.Store;
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
 * new inputs wait in the bounded mailbox. With growing pauses it decides the batch again, and wakes
 * the records that the lost commit may have made. The second decision finds the changes that were
 * durable, and gives the same answers. An input that always loses against other nodes, or that
 * takes the store too long, is no outage: it is set aside, and the lane goes on.
 */
public final class Lane {
  /** More than a few are set aside only if the store is nearly unusable. */
  private static final int SET_ASIDE_MAX = 10_000;

  private final Set<ShardId> shards;
  private final Store store;
  private final Transport transport;
  private final InstantSource clock;
  private final LaneSettings settings;
  private final Interpreter interpreter;
  private final Observer observer;
  private final Mailbox mailbox;
  private final ReturnedShards returned = new ReturnedShards();
  private final Interpreter.BugHandler bugs;
  private final Timers timers = new Timers();
  private final SetAside setAside = new SetAside(SET_ASIDE_MAX);
  private final Outage outage = new Outage();
  private final LaneCounters counters = new LaneCounters();
  private volatile int openTransactions;
  private int tries = 1;

  /**
   * @param shards that no other node serves
   * @param bugs hears of inputs that could not be decided
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
    this.bugs = bugs;
    this.observer = observer;
    boolean fuses = settings.fusion() && store.guarantees().spansShards();
    this.interpreter =
        new Interpreter(
            new Shedding(decider, () -> openTransactions >= settings.openMax()),
            SequenceWatch.over(store, bugs::rolledBack),
            fuses ? this.shards : Set.of(),
            this::undecidable,
            observer.listens());
    this.mailbox = new Mailbox(settings.mailboxMax());
  }

  /**
   * A lane without an observer.
   *
   * @param shards that no other node serves
   * @param bugs hears of inputs that could not be decided
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

  /** Puts an input into the mailbox; false if that is full. Safe for any thread. */
  public boolean offer(Input input) {
    return mailbox.offer(input);
  }

  /** Whether all inputs that were offered before this call are decided. Safe for any thread. */
  public BooleanSupplier settled() {
    return mailbox.settled();
  }

  /** Wakes records that wait for shards that can be reached again. Safe for any thread. */
  public void returned(Collection<ShardId> back) {
    returned.add(back);
  }

  /**
   * Finds the records that were open when the shards were last served. A process with a store of
   * its own wakes them at once, because their messages died with it. Where other nodes share the
   * store each is woken at its time, because others may be at work on it.
   *
   * @throws StoreFailedException if it cannot be read
   * @throws StoreUnavailableException if it cannot be read now
   */
  public void recover() {
    Map<Key, StoredRecord.Open> open = new LinkedHashMap<>();
    store.scanOpen(shards, open::put);
    if (store.guarantees().shared()) {
      open.forEach(timers::set);
    } else {
      timers.setAll(open, clock.instant());
    }
    openTransactions = timers.transactions();
  }

  /**
   * Decides and commits waiting inputs, up to one batch, then sends.
   *
   * @return false if nothing was done
   * @throws StoreFailedException it is unknown whether anything is durable, and nothing was sent
   */
  public boolean step() {
    Instant now = clock.instant();
    Instant away = outage.until();
    if (away != null) {
      return Outage.isDue(away, now) && resume(now);
    }
    timers.wake(returned.take(), now);
    SetAside.Trial trial = setAside.due(now);
    boolean tried = trial != null && decide(List.of(trial.input()), trial.tries() + 1);
    if (outage.until() != null) {
      return false;
    }
    List<Input> batch = mailbox.batch(timers, now, settings.batchMax(), transport::reaches);
    batch.removeIf(setAside::takes);
    if (!batch.isEmpty()) {
      return decide(batch, 1) || tried;
    }
    mailbox.settle(); // of all that came, each is set aside or too late
    return tried;
  }

  private boolean resume(Instant now) {
    outage.unsure().forEach(key -> timers.set(key, now, true));
    return decide(outage.inputs(), outage.tries());
  }

  /**
   * @param newTries how often the inputs are tried with this time
   * @return true if something came of it
   */
  private boolean decide(List<Input> batch, int newTries) {
    tries = newTries;
    Finishing finishing = new Finishing();
    Deque<List<Input>> parts = new ArrayDeque<>(CommitParts.of(batch, store.guarantees()));
    while (!parts.isEmpty()) {
      List<Input> part = outage.take(parts);
      try {
        interpreter.run(part, clock, finishing);
        outage.committed();
      } catch (StoreUnavailableException e) {
        List<Input> left = new ArrayList<>(part.subList(interpreter.done(), part.size()));
        int failed = left.size();
        parts.forEach(left::addAll);
        outage.goOn(left, failed, newTries, interpreter.unsure(), clock.instant());
        return false;
      }
    }
    outage.end();
    mailbox.settle();
    openTransactions = timers.transactions();
    return finishing.any;
  }

  /** A record that could not be decided is tried again: the next program may know how. */
  private void undecidable(Input input, @Nullable CorrelationId subject, RuntimeException bug) {
    switch (input) {
      case Input.TimerFired wakeup -> tryAgain(wakeup, SetAside.Reason.UNDECIDABLE);
      case Request request ->
          transport.send(new Envelope.ToNode(request.replyTo(), SetAside.answer(bug)));
      case Message message -> {} // its sender sends it again
    }
    bugs.undecidable(input, subject, bug);
  }

  private void tryAgain(Input input, SetAside.Reason reason) {
    Instant now = clock.instant();
    if (!setAside.add(input, tries, reason, now) && input instanceof Input.TimerFired wakeup) {
      timers.set(wakeup.key(), now.plus(Timers.HOLD_MAX));
    }
  }

  /** Does the work that a committed part leaves. */
  private final class Finishing implements Interpreter.Sink {
    private boolean any;

    @Override
    public void committed(Interpreter.Outcome outcome) {
      any = true;
      finish(outcome);
    }

    @Override
    public void late(Input input, RuntimeException why) {
      counters.late();
      tryAgain(input, SetAside.Reason.LATE);
    }
  }

  private void finish(Interpreter.Outcome outcome) {
    counters.committed(outcome.decided());
    for (Map.Entry<Key, @Nullable StoredRecord> change : outcome.changes().entrySet()) {
      if (change.getValue() instanceof StoredRecord.Open open) {
        timers.set(change.getKey(), open);
      } else {
        timers.cancel(change.getKey());
      }
    }
    outcome.asleep().forEach(timers::set);
    for (Message message : outcome.messages()) {
      transport.send(new Envelope.ToShard(message));
    }
    for (Decision.Reply reply : outcome.replies()) {
      transport.send(new Envelope.ToNode(reply.to(), reply.answer()));
    }
    outcome.findings().forEach(bugs::found);
    if (!outcome.ended().isEmpty()) {
      bugs.ended(outcome.ended());
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
    return outage.until() != null || (mailbox.isEmpty() && returned.isEmpty());
  }

  /**
   * When the next open record is to be looked at, or the next look for the store is due; or null.
   * For the thread that steps.
   */
  public @Nullable Instant nextWakeup() {
    Instant away = outage.until();
    if (away != null) {
      return away;
    }
    Instant timer = timers.next();
    Instant trial = setAside.next();
    return timer == null || (trial != null && trial.isBefore(timer)) ? trial : timer;
  }

  /** Safe for any thread. */
  public LaneStatistics statistics() {
    return counters.statistics(mailbox, openTransactions, outage.now());
  }
}
