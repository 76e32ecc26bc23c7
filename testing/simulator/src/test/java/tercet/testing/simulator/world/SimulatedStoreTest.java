package tercet.testing.simulator.world;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Nested;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.RecordView;
import tercet.kernel.id.Key;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreGuarantees;
import tercet.testing.contract.StoreContract;
import tercet.testing.simulator.swarm.Fault;

/**
 * With commits and reads that take long. Conflicts come from threads that really conflict: where no
 * other thread writes, the contract expects every run to see the stored records.
 */
final class SimulatedStoreTest {
  private static final Map<Fault, Double> RATES = Map.of(Fault.STALL, 0.5, Fault.SLOW_READ, 0.5);

  @Nested
  final class OwnedByOneProcess extends Opened {
    OwnedByOneProcess() {
      super(new StoreGuarantees(true, false, true), false);
    }
  }

  @Nested
  final class OwnedByOneProcessShardByShard extends Opened {
    OwnedByOneProcessShardByShard() {
      super(new StoreGuarantees(true, false, false), true);
    }
  }

  @Nested
  final class Shared extends Opened {
    Shared() {
      super(new StoreGuarantees(true, true, true), true);
    }
  }

  @Nested
  final class SharedShardByShard extends Opened {
    SharedShardByShard() {
      super(new StoreGuarantees(true, true, false), false);
    }
  }

  abstract static class Opened implements StoreContract {
    private final ReentrantLock turn = new ReentrantLock();
    private final World world =
        new World(new SplittableRandom(1), new Trace(false), World.EVENTS_MAX);
    private final Faults faults = new Faults(RATES, new SplittableRandom(2), Long.MAX_VALUE);
    private final DecisionTape tape =
        new DecisionTape(new NoDecider(), (records, input, now) -> {});
    private final SimulatedDisk database;
    private int opened;
    private InstantSource clockOfStore = InstantSource.system();

    Opened(StoreGuarantees guarantees, boolean bytes) {
      this.database =
          new SimulatedDisk(
              world,
              "store",
              guarantees,
              bytes,
              new YoungCommits(1, 0),
              (changes, decisions) -> {});
    }

    @Override
    public Store open() {
      return open(world::instant);
    }

    @Override
    public Store open(InstantSource clock) {
      clockOfStore = clock;
      Store store =
          new SimulatedStore(database, 0, world, faults, tape, () -> true, 10, 10, ++opened);
      return new LockedStore(store, turn);
    }

    @Override
    public void dropExpired() {
      database.raiseHorizon(clockOfStore.instant());
      database.dropExpired(clockOfStore.instant(), faults.random(Fault.EXPIRY));
    }

    @Override
    public Instant now() {
      return world.instant();
    }
  }

  private static final class NoDecider implements Decider {
    @Override
    public List<Key> keys(Input input) {
      return List.of();
    }

    @Override
    public Decision decide(RecordView records, Input input, Instant now) {
      return Decision.NOTHING;
    }
  }
}
