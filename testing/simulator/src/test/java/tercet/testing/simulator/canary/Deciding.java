package tercet.testing.simulator.canary;

import java.time.Instant;
import java.util.List;
import tercet.kernel.Decider;
import tercet.kernel.Decision;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.Records;
import tercet.testing.simulator.world.Wiring;

/** Decides in place of the kernel. */
@FunctionalInterface
interface Deciding extends Wiring {
  Decision decide(Decider kernel, Records records, Input input, Instant now);

  @Override
  default Decider decider(Decider kernel) {
    return new Decider() {
      @Override
      public List<Key> keys(Input input) {
        return kernel.keys(input);
      }

      @Override
      public Decision decide(Records records, Input input, Instant now) {
        return Deciding.this.decide(kernel, records, input, now);
      }
    };
  }
}
