package tercet.runtime.observe;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Command;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.refund.Refunding;
import tercet.kernel.transaction.OpenTransaction;

/**
 * The steps of transactions at this node, bounded in number: those of the last ones, and of the
 * last ones that had to ask again, which have room of their own. A batch that begins and ends all
 * of its transactions within itself is left out: it has one commit, and nothing to tell. Safe for
 * threads.
 */
public final class StepHistory implements Observer {
  /** Of one transaction; it may ask again for days. */
  private static final int STEPS_MAX = 200;

  private final int transactionsMax;
  private final Observer next;
  private final Map<String, List<StepNote>> usual = new LinkedHashMap<>();
  private final Map<String, List<StepNote>> troubled = new LinkedHashMap<>();

  /**
   * @param transactionsMax of each of the two kinds; 0 for none
   * @param next is told everything, too
   */
  public StepHistory(int transactionsMax, Observer next) {
    this.transactionsMax = transactionsMax;
    this.next = next;
  }

  @Override
  public boolean listens() {
    return transactionsMax > 0 || next.listens();
  }

  @Override
  public void decided(Batch batch) {
    if (transactionsMax > 0 && !batch.whole()) {
      keep(batch);
    }
    if (next.listens()) {
      next.decided(batch);
    }
  }

  @Override
  public @Nullable String answered(Exchange exchange) {
    return next.listens() ? next.answered(exchange) : null;
  }

  private void keep(Batch batch) {
    long millis = System.currentTimeMillis();
    double commitMillis = (batch.committedNanos() - batch.decidedNanos()) / 1e6;
    List<Step> told = batch.steps().stream().filter(StepHistory::isTold).toList();
    List<StepNote> notes =
        told.stream().map(step -> StepNote.of(step, millis, commitMillis)).toList();
    synchronized (this) {
      for (int i = 0; i < notes.size(); i++) {
        add(transaction(told.get(i)), notes.get(i));
      }
    }
  }

  private static String transaction(Step step) {
    if (step.input() instanceof Request request) {
      if (request.command() instanceof Command.Abort abort) {
        return abort.transaction().value();
      }
      if (request.command() instanceof Command.Settle settle) {
        return settle.transaction().value();
      }
      String refund = refund(step);
      return refund == null ? step.subject().id() : refund;
    }
    return step.subject().id();
  }

  /** The refund that a step begins or changes at the order's shard, or null. */
  private static @Nullable String refund(Step step) {
    for (Decision.Change change : step.decision().changes()) {
      if (change.stored() instanceof Refunding refund) {
        return refund.transaction().id().value();
      }
    }
    return null;
  }

  /** Reads, fills and wake-ups of records that had ended are no steps of a transaction. */
  private static boolean isTold(Step step) {
    return switch (step.input()) {
      case Request request ->
          request.command() instanceof Command.Abort
              || request.command() instanceof Command.Settle
              || (request.command() instanceof Command.Checkout && begins(step))
              || (request.command() instanceof Command.Cancel && refund(step) != null);
      case Message message -> true;
      case Input.TimerFired wakeup ->
          !step.decision().changes().isEmpty() || !step.decision().messages().isEmpty();
    };
  }

  /** A checkout that joins another one, or finds its order paid, begins none. */
  private static boolean begins(Step step) {
    return step.decision().changes().stream()
        .anyMatch(change ->
            change.stored() instanceof OpenTransaction open
                && open.transaction().id().value().equals(step.subject().id()));
  }

  private void add(String id, StepNote note) {
    List<StepNote> steps = troubled.get(id);
    if (steps == null && note.input().equals(StepNote.TIME)) {
      steps = usual.remove(id);
      put(troubled, id, steps == null ? new ArrayList<>() : steps);
      steps = troubled.get(id);
    } else if (steps == null) {
      steps = usual.get(id);
    }
    if (steps == null) {
      steps = new ArrayList<>(4);
      put(usual, id, steps);
    }
    if (steps.size() < STEPS_MAX) {
      steps.add(note);
    } else {
      steps.set(STEPS_MAX - 1, note); // how it began, and how it ended
    }
  }

  private void put(Map<String, List<StepNote>> those, String id, List<StepNote> steps) {
    if (those.size() >= transactionsMax) {
      Iterator<String> eldest = those.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    those.put(id, steps);
  }

  /** The steps of a transaction at this node, in order; empty if none are kept. */
  public synchronized List<StepNote> of(String transaction) {
    List<StepNote> steps =
        troubled.getOrDefault(transaction, usual.getOrDefault(transaction, List.of()));
    return List.copyOf(steps);
  }
}
