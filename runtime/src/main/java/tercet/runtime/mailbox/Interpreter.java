package tercet.runtime.mailbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Decider;
import tercet.kernel.Decision;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.Message;
import tercet.kernel.ShardId;
import tercet.kernel.Stored;
import tercet.runtime.observe.Batch;
import tercet.runtime.observe.Observer;
import tercet.runtime.observe.Step;
import tercet.runtime.observe.Subject;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreContendedException;
import tercet.runtime.store.StoreFailedException;
import tercet.runtime.store.StoreUnavailableException;

/**
 * Decides batches of inputs: one read, one commit, and what is to be sent afterwards.
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
     * Says so.
     *
     * @param subject what the input is about, null if that cannot be known
     */
    void undecidable(Input input, @Nullable Subject subject, RuntimeException bug);
  }

  /**
   * What a committed batch leaves to be done.
   *
   * @param changes that are durable now
   * @param decided inputs, those of fused messages included
   * @param batch the same step by step, for an {@link Observer}
   */
  public record Outcome(
      Map<Key, @Nullable Stored> changes,
      List<Message> messages,
      List<Decision.Reply> replies,
      int decided,
      Batch batch) {

    private Outcome committed() {
      return new Outcome(changes, messages, replies, decided, batch.committedAt(System.nanoTime()));
    }
  }

  /**
   * Decides and commits. If one of the inputs cannot be decided, which is a bug, the others are
   * decided without it. If others who share the store are always faster, smaller batches are tried.
   *
   * @param inputs of shards that the store commits together
   * @param clock read at each run of the decision, so that none is older than what it saw
   * @return one outcome, or several if the batch had to be taken apart
   * @throws StoreFailedException it is unknown whether anything is durable; nothing may be sent
   * @throws StoreUnavailableException the same, but the inputs may be decided again later: what is
   *     durable of them is found then
   * @throws StoreContendedException others were faster even than a single input; again later
   */
  public List<Outcome> run(List<Input> inputs, InstantSource clock) {
    try {
      Outcome outcome = store.commit(keys(inputs), view -> decide(view, inputs, now(view, clock)));
      return List.of(observed ? outcome.committed() : outcome);
    } catch (StoreFailedException | StoreUnavailableException e) {
      throw e;
    } catch (StoreContendedException e) {
      if (inputs.size() == 1) {
        throw e;
      }
      return runParts(List.of(firstHalf(inputs), secondHalf(inputs)), clock);
    } catch (RuntimeException bug) {
      if (inputs.size() == 1) {
        Input input = inputs.getFirst();
        bugs.undecidable(input, subject(input, clock), bug);
        return List.of();
      }
      return runParts(inputs.stream().map(List::of).toList(), clock);
    }
  }

  /** What expired before the horizon may be gone, so no decision is made as of an earlier time. */
  private static Instant now(Store.View view, InstantSource clock) {
    Instant now = clock.instant();
    Instant horizon = view.horizon();
    return horizon.isAfter(now) ? horizon : now;
  }

  private @Nullable Subject subject(Input input, InstantSource clock) {
    List<Subject> known =
        store.commit(
            List.of(),
            view -> {
              Workspace workspace = new Workspace(view, now(view, clock));
              Subject subject = Subject.of(input, workspace);
              return new Commit<>(
                  workspace.changes(), subject == null ? List.of() : List.of(subject));
            });
    return known.isEmpty() ? null : known.getFirst();
  }

  private static List<Input> firstHalf(List<Input> inputs) {
    return inputs.subList(0, inputs.size() / 2);
  }

  private static List<Input> secondHalf(List<Input> inputs) {
    return inputs.subList(inputs.size() / 2, inputs.size());
  }

  private List<Outcome> runParts(List<List<Input>> parts, InstantSource clock) {
    List<Outcome> outcomes = new ArrayList<>();
    for (List<Input> part : parts) {
      outcomes.addAll(run(part, clock));
    }
    return outcomes;
  }

  private Commit<Outcome> decide(Store.View view, List<Input> inputs, Instant now) {
    Workspace workspace = new Workspace(view, now);
    List<Message> messages = new ArrayList<>();
    List<Decision.Reply> replies = new ArrayList<>();
    List<Step> steps = observed ? new ArrayList<>(inputs.size()) : List.of();
    int decided = 0;
    List<? extends Input> wave = inputs;
    while (!wave.isEmpty()) {
      List<Message> next = new ArrayList<>();
      for (Input input : wave) {
        Decision decision =
            observed
                ? observe(steps, workspace, input, now)
                : decider.decide(workspace, input, now);
        workspace.apply(decision);
        replies.addAll(decision.replies());
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
    Batch batch = observed ? new Batch(steps, decided, System.nanoTime(), 0) : Batch.UNOBSERVED;
    Outcome outcome = new Outcome(workspace.changes(), messages, replies, decided, batch);
    return new Commit<>(workspace.changes(), outcome);
  }

  private Decision observe(List<Step> steps, Workspace workspace, Input input, Instant now) {
    long start = System.nanoTime();
    Subject subject = Subject.of(input, workspace); // before the decision may end it
    Decision decision = decider.decide(workspace, input, now);
    if (subject != null) {
      steps.add(new Step(subject, input, decision, start));
    }
    return decision;
  }

  /** Made only if the store wants to know: one that has everything in memory does not. */
  private Collection<Key> keys(List<? extends Input> inputs) {
    return new AbstractCollection<>() {
      private @Nullable List<Key> keys;

      @Override
      public Iterator<Key> iterator() {
        return made().iterator();
      }

      @Override
      public int size() {
        return made().size();
      }

      private List<Key> made() {
        List<Key> all = keys;
        if (all == null) {
          all = new ArrayList<>(inputs.size() * 3);
          for (Input input : inputs) {
            all.addAll(decider.keys(input));
          }
          keys = all;
        }
        return all;
      }
    };
  }
}
