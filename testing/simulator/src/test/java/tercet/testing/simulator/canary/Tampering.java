package tercet.testing.simulator.canary;

import java.time.Instant;
import java.util.List;
import tercet.kernel.Decider;
import tercet.kernel.Decision;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.Records;
import tercet.testing.simulator.world.Wiring;

/** Decides as the kernel does, and then changes what was decided. */
@FunctionalInterface
interface Tampering extends Wiring {
  Decision tamper(Records records, Input input, Instant now, Decision decision);

  @Override
  default Decider decider(Decider kernel) {
    return new Decider() {
      @Override
      public List<Key> keys(Input input) {
        return kernel.keys(input);
      }

      @Override
      public Decision decide(Records records, Input input, Instant now) {
        return tamper(records, input, now, kernel.decide(records, input, now));
      }
    };
  }
}
