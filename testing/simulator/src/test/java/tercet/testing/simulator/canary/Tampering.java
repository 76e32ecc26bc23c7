package tercet.testing.simulator.canary;

import java.time.Instant;
import java.util.List;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.testing.simulator.world.Wiring;

/** Decides as the kernel does, and then changes the decision. */
@FunctionalInterface
interface Tampering extends Wiring {
  Decision tamper(RecordView records, Input input, Instant now, Decision decision);

  @Override
  default Decider decider(Decider kernel) {
    return new Decider() {
      @Override
      public List<Key> keys(Input input) {
        return kernel.keys(input);
      }

      @Override
      public Decision decide(RecordView records, Input input, Instant now) {
        return tamper(records, input, now, kernel.decide(records, input, now));
      }
    };
  }
}
