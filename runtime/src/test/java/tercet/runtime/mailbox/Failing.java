package tercet.runtime.mailbox;

import java.time.Instant;
import java.util.List;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;

/** A planted bug: throws at one input, as the kernel never should. */
class Failing implements Decider {
  private final Decider kernel;
  private final Input bad;

  Failing(Decider kernel, Input bad) {
    this.kernel = kernel;
    this.bad = bad;
  }

  boolean isBad(Input input) {
    return input.equals(bad);
  }

  @Override
  public List<Key> keys(Input input) {
    return kernel.keys(input);
  }

  @Override
  public Decision decide(RecordView records, Input input, Instant now) {
    if (isBad(input)) {
      throw new IllegalStateException("planted");
    }
    return kernel.decide(records, input, now);
  }
}
