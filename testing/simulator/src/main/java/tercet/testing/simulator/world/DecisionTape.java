package tercet.testing.simulator.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;

/**
 * Remembers the decisions of one run over a batch, so that checkers know in which order the changes
 * of one commit were made: a read may see what is there between two of them.
 */
public final class DecisionTape implements Decider {
  /** Of a batch with all its fused messages; none that ends has a tenth of it. */
  private static final int DECISIONS_MAX = 100_000;

  private final Decider decider;
  private final Observer observer;
  private List<Decision> decisions = new ArrayList<>();
  private boolean rehearsal;

  /**
   * @param observer sees all inputs that are decided in earnest
   */
  public DecisionTape(Decider decider, Observer observer) {
    this.decider = decider;
    this.observer = observer;
  }

  /** Sees each input before and after its decision. */
  @FunctionalInterface
  public interface Observer {
    void decides(RecordView records, Input input, Instant now);

    /**
     * The same input, when it was decided.
     *
     * @param records as they were before
     */
    default void decided(RecordView records, Input input, Instant now, Decision decision) {}
  }

  /**
   * Sets whether decisions count from now on, or are made on records that were never there
   * together.
   */
  void rehearses(boolean on) {
    rehearsal = on;
  }

  @Override
  public List<Key> keys(Input input) {
    return decider.keys(input);
  }

  @Override
  public Decision decide(RecordView records, Input input, Instant now) {
    if (!rehearsal) {
      observer.decides(records, input, now);
    }
    Decision decision = decider.decide(records, input, now);
    if (!rehearsal) {
      observer.decided(records, input, now, decision);
    }
    if (!decision.equals(Decision.NOTHING)) {
      decisions.add(decision);
      if (decisions.size() > DECISIONS_MAX) {
        throw new Violation("a batch does not end: its shards send each other " + input);
      }
    }
    return decision;
  }

  /** The decisions since the last call. */
  List<Decision> take() {
    List<Decision> taken = decisions;
    decisions = new ArrayList<>();
    return taken;
  }
}
