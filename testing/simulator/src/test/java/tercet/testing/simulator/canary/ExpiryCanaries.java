package tercet.testing.simulator.canary;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;
import tercet.runtime.transport.Transport;
import tercet.testing.simulator.world.SimulatedDisk;
import tercet.testing.simulator.world.Wiring;
import tercet.testing.simulator.world.World;

/** Bugs of records that are kept for a while only. */
final class ExpiryCanaries {
  /** So long it drops. */
  private static final int HORIZON_LATE_MILLIS = 10_000;

  private ExpiryCanaries() {}

  static Wiring noHorizon() {
    return new Wiring() {
      @Override
      public void dropExpired(
          World world, SimulatedDisk database, Instant at, SplittableRandom random) {
        database.dropExpired(at, random);
      }
    };
  }

  static Wiring horizonAfterDropping() {
    return new Wiring() {
      @Override
      public void dropExpired(
          World world, SimulatedDisk database, Instant at, SplittableRandom random) {
        database.dropExpired(at, random);
        world.after(HORIZON_LATE_MILLIS, () -> database.raiseHorizon(at));
      }
    };
  }

  static Wiring horizonNotLookedAt() {
    return new Wiring() {
      @Override
      public Store store(Store store, Transport transport) {
        return new Around(store) {
          @Override
          public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
            return super.commit(
                expected,
                view -> decide.apply(StoreCanaries.seeing(view, view::get, Instant.EPOCH)));
          }
        };
      }
    };
  }

  static Wiring horizonIgnored() {
    return new AsOfTheFirstRun();
  }

  /** All runs of one decision are made as of the time of the first. */
  private static final class AsOfTheFirstRun implements Wiring {
    private final Deque<Runs> running = new ArrayDeque<>();

    /** Of one decision. */
    private static final class Runs {
      private @Nullable Instant first;

      Instant asOf(Instant now) {
        if (first == null) {
          first = now;
        }
        return first;
      }
    }

    @Override
    public Store store(Store store, Transport transport) {
      return new Around(store) {
        @Override
        public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
          Runs runs = new Runs();
          return super.commit(
              expected,
              view -> {
                running.push(runs);
                try {
                  return decide.apply(view);
                } finally {
                  running.pop();
                }
              });
        }
      };
    }

    @Override
    public Decider decider(Decider kernel) {
      return new Decider() {
        @Override
        public List<Key> keys(Input input) {
          return kernel.keys(input);
        }

        @Override
        public Decision decide(RecordView records, Input input, Instant now) {
          Runs runs = running.peek();
          return kernel.decide(records, input, runs == null ? now : runs.asOf(now));
        }
      };
    }
  }
}
