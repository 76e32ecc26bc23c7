package tercet.runtime.mailbox;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.decision.Input;

/** Collects what comes of a batch. An input that is late is thrown. */
final class CollectedOutcomes implements Interpreter.Sink {
  private final List<Interpreter.Outcome> committed = new ArrayList<>();

  private CollectedOutcomes() {}

  static List<Interpreter.Outcome> of(
      Interpreter interpreter, List<Input> inputs, InstantSource clock) {
    CollectedOutcomes outcomes = new CollectedOutcomes();
    interpreter.run(inputs, clock, outcomes);
    return outcomes.committed;
  }

  @Override
  public void committed(Interpreter.Outcome outcome) {
    committed.add(outcome);
  }

  @Override
  public void late(Input input, RuntimeException why) {
    throw why;
  }
}
