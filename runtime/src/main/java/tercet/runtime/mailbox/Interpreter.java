package tercet.runtime.mailbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Finding;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.observe.Batch;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.observe.EndedTransaction;
import tercet.runtime.observe.Observer;
import tercet.runtime.observe.Step;
import tercet.runtime.store.Commit;
import tercet.runtime.store.SequenceWatch;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreContendedException;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreTooSlowException;
import tercet.runtime.store.StoreUnavailableException;
import tercet.runtime.store.UnreadableRecordException;

/**
 * Decides batches of inputs: one read, one commit, then the messages and answers.
 *
 * <p>A message between two shards that commit together is decided within the batch that sends it
 * (<em>fusion</em>). Sender's and receiver's changes are then durable in the same instant or not at
 * all, so this is no other protocol, only one with fewer commits. Nothing relies on it: with a
 * store that commits one shard at a time, or between nodes, every message goes through the
 * transport.
 */
public final class Interpreter {
  private final Decider decider;
  private final Store store;
  private final Set<ShardId> fused;
  private final BugHandler bugs;
  private final boolean observed;
  private Map<Key, @Nullable StoredRecord> lastChanges = Map.of();
  private @Nullable CorrelationId lastSubject;
  private int done;

  /**
   * @param fused shards whose messages to each other are decided within a batch; empty for none
   * @param bugs hears of inputs that the kernel could not decide
   * @param observed whether outcomes tell what was decided step by step
   */
  Interpreter(Decider decider, Store store, Set<ShardId> fused, BugHandler bugs, boolean observed) {
    this.decider = decider;
    this.store = store;
    this.fused = fused;
    this.bugs = bugs;
    this.observed = observed;
    if (!fused.isEmpty() && !store.guarantees().spansShards()) {
      throw new IllegalArgumentException(
          "messages cannot be fused: the store commits one shard at a time");
    }
  }

  /**
   * The same, unobserved.
   *
   * @param fused shards whose messages to each other are decided within a batch; empty for none
   * @param bugs hears of inputs that the kernel could not decide
   */
  public Interpreter(Decider decider, Store store, Set<ShardId> fused, BugHandler bugs) {
    this(decider, store, fused, bugs, false);
  }

  /** Hears of an input that made the kernel throw. The input is dropped; nothing was changed. */
  @FunctionalInterface
  public interface BugHandler {
    /**
     * Reports it.
     *
     * @param subject what the input is about, null if that cannot be known
     */
    void undecidable(Input input, @Nullable CorrelationId subject, RuntimeException bug);

    /** A committed decision left a participant in doubt, because the records cannot tell. */
    default void found(Finding finding) {}

    /** Transactions have ended, and that is durable. */
    default void ended(List<EndedTransaction> ended) {}

    /** The store has lost commits of a shard; see {@link SequenceWatch}. */
    default void rolledBack(ShardId shard, long last, long now) {}
  }

  /**
   * The work that a committed batch leaves.
   *
   * @param changes that are durable now
   * @param asleep open records that were woken and have not changed: they are woken again at the
   *     times that they name
   * @param ended transactions that have nothing left to send
   * @param decided inputs, those of fused messages included
   * @param batch the same step by step, for an {@link Observer}
   */
  public record Outcome(
      Map<Key, @Nullable StoredRecord> changes,
      Map<Key, StoredRecord.Open> asleep,
      List<Message> messages,
      List<Decision.Reply> replies,
      List<Finding> findings,
      List<EndedTransaction> ended,
      int decided,
      Batch batch) {

    private Outcome committed() {
      Batch durable = batch.committedAt(System.nanoTime());
      return new Outcome(changes, asleep, messages, replies, findings, ended, decided, durable);
    }
  }

  /** Takes the results of a batch, part by part in the order of the inputs. */
  interface Sink {
    /** A part is durable. */
    void committed(Outcome outcome);

    /**
     * An input could not be committed even by itself, because others were faster or because it took
     * too long. Nothing of it is stored.
     */
    void late(Input input, RuntimeException why);
  }

  /**
   * Decides and commits. If one of the inputs cannot be decided, because of a bug or of a record
   * that cannot be read, the others are decided without it. If others who share the store are
   * always faster, or the store finds that a batch takes too long, smaller batches are tried.
   *
   * @param inputs of shards that the store commits together
   * @param clock read at each run of the decision, so that none is older than the records that it
   *     saw
   * @throws StoreFailedException it is unknown whether anything of the current part is durable;
   *     nothing of it may be sent
   * @throws StoreUnavailableException the same, but the inputs after the first {@link #done} may be
   *     decided again later, which finds those that are durable
   */
  void run(List<Input> inputs, InstantSource clock, Sink sink) {
    done = 0;
    runPart(inputs, clock, sink);
  }

  private void runPart(List<Input> inputs, InstantSource clock, Sink sink) {
    lastChanges = Map.of();
    lastSubject = null;
    Outcome outcome;
    try {
      outcome = store.commit(keys(inputs), view -> decide(view, inputs, now(view, clock)));
    } catch (StoreFailedException | StoreUnavailableException e) {
      throw e;
    } catch (StoreContendedException | StoreTooSlowException e) {
      if (inputs.size() == 1) {
        done++;
        sink.late(inputs.getFirst(), e);
      } else {
        int half = inputs.size() / 2;
        runPart(inputs.subList(0, half), clock, sink);
        runPart(inputs.subList(half, inputs.size()), clock, sink);
      }
      return;
    } catch (RuntimeException bug) {
      if (inputs.size() == 1) {
        done++;
        bugs.undecidable(inputs.getFirst(), subject(inputs.getFirst()), bug);
      } else {
        inputs.forEach(input -> runPart(List.of(input), clock, sink));
      }
      return;
    }
    done += inputs.size();
    sink.committed(observed ? outcome.committed() : outcome);
  }

  /** How many inputs of the last run are committed, late or undecidable: the first ones. */
  int done() {
    return done;
  }

  /**
   * Open records that the last commit would have made or changed. If its outcome is unknown, they
   * may be stored and have no timer.
   */
  List<Key> unsure() {
    List<Key> keys = new ArrayList<>();
    lastChanges.forEach((key, stored) -> {
      if (stored instanceof StoredRecord.Open) {
        keys.add(key);
      }
    });
    return keys;
  }

  /** Names the input without the records: one of them may be unreadable. */
  private @Nullable CorrelationId subject(Input input) {
    return lastSubject != null ? lastSubject : CorrelationId.of(input, key -> null);
  }

  /** Records that expired before the horizon may be gone, so no decision uses an earlier time. */
  private static Instant now(Store.View view, InstantSource clock) {
    Instant now = clock.instant();
    Instant horizon = view.horizon();
    return horizon.isAfter(now) ? horizon : now;
  }

  private Commit<Outcome> decide(Store.View view, List<Input> inputs, Instant now) {
    BatchView workspace = new BatchView(view, now);
    List<Message> messages = new ArrayList<>();
    List<Decision.Reply> replies = new ArrayList<>();
    List<Finding> findings = new ArrayList<>(0);
    List<Step> steps = observed ? new ArrayList<>(inputs.size()) : List.of();
    Endings endings = new Endings();
    int decided = 0;
    List<? extends Input> wave = inputs;
    while (!wave.isEmpty()) {
      List<Message> next = new ArrayList<>();
      for (Input input : wave) {
        if (Woken.isEarly(workspace, input, now)) {
          continue;
        }
        Decision decision = decide(steps, workspace, input, now);
        endings.lookAt(decision, workspace, now);
        workspace.apply(decision);
        replies.addAll(decision.replies());
        findings.addAll(decision.findings());
        for (Message message : decision.messages()) {
          (fused.contains(message.to()) ? next : messages).add(message);
        }
      }
      decided += wave.size();
      if (!next.isEmpty()) {
        view.prefetch(keys(next));
      }
      wave = next;
    }
    lastChanges = workspace.changes();
    boolean whole = observed && messages.isEmpty() && isWhole(inputs);
    Batch batch =
        observed ? new Batch(steps, decided, whole, System.nanoTime(), 0) : Batch.UNOBSERVED;
    Map<Key, StoredRecord.Open> asleep = Woken.asleep(workspace, inputs);
    Outcome outcome =
        new Outcome(
            lastChanges, asleep, messages, replies, findings, endings.found(), decided, batch);
    return new Commit<>(lastChanges, outcome);
  }

  /** Whether nothing came from elsewhere, and nothing stays open. */
  private boolean isWhole(List<Input> inputs) {
    return inputs.stream().allMatch(Request.class::isInstance)
        && lastChanges.values().stream().noneMatch(StoredRecord.Open.class::isInstance);
  }

  private Decision decide(List<Step> steps, BatchView workspace, Input input, Instant now) {
    try {
      return observed
          ? observe(steps, workspace, input, now)
          : decider.decide(workspace, input, now);
    } catch (UnreadableRecordException e) {
      throw e;
    } catch (RuntimeException bug) {
      lastSubject = CorrelationId.of(input, workspace); // which the decision has read
      throw bug;
    }
  }

  private Decision observe(List<Step> steps, BatchView workspace, Input input, Instant now) {
    long start = System.nanoTime();
    CorrelationId subject = CorrelationId.of(input, workspace); // before the decision may end it
    Decision decision = decider.decide(workspace, input, now);
    if (subject != null) {
      steps.add(new Step(subject, input, decision, start));
    }
    return decision;
  }

  private Collection<Key> keys(List<? extends Input> inputs) {
    return new ExpectedKeys(decider, inputs);
  }
}
