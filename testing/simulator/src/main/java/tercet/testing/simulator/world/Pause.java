package tercet.testing.simulator.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.testing.simulator.swarm.Fault;

/** A process stands still between the clock of a decision and one of its reads. */
final class Pause {
  /** Of most batches these are some of the first reads. */
  private static final int READS_BEFORE_MAX = 6;

  /** How much likelier a decision stands still that reads expiring records. */
  private static final int CHANCES_BEFORE_EXPIRY = 4;

  private final int after;
  private final long millis;
  private final SimulatedDisk database;
  private final World world;
  private final LongConsumer pass;

  private Pause(SimulatedDisk database, World world, LongConsumer pass, int after, long millis) {
    this.database = database;
    this.world = world;
    this.after = after;
    this.millis = millis;
    this.pass = pass;
  }

  /**
   * Draws one, or null. It is likelier before records that are remembered only for a while, and
   * then often just long enough for one of them to expire.
   *
   * @param expected to be read
   * @param pass lets time pass for all others
   */
  static @Nullable Pause draw(
      SimulatedDisk database,
      World world,
      Faults faults,
      long millisMax,
      Collection<Key> expected,
      LongConsumer pass) {
    if (!faults.mayStrike(Fault.SLOW_READ)) {
      return null;
    }
    List<Instant> expiries = expiries(database, expected);
    int chances = expiries.isEmpty() ? 1 : CHANCES_BEFORE_EXPIRY;
    boolean strikes = false;
    for (int chance = 0; chance < chances && !strikes; chance++) {
      strikes = faults.strikes(Fault.SLOW_READ);
    }
    if (!strikes) {
      return null;
    }
    SplittableRandom random = faults.random(Fault.SLOW_READ);
    int after = random.nextInt(READS_BEFORE_MAX);
    long millis = faults.size(Fault.SLOW_READ, millisMax);
    if (!expiries.isEmpty() && random.nextBoolean()) {
      Instant expiry = expiries.get(random.nextInt(expiries.size()));
      long untilOver = world.instant().until(expiry).toMillis() + millis;
      return new Pause(database, world, pass, 0, Math.clamp(untilOver, 1, millisMax));
    }
    return new Pause(database, world, pass, after, millis);
  }

  private static List<Instant> expiries(SimulatedDisk database, Collection<Key> keys) {
    List<Instant> expiries = new ArrayList<>();
    for (Key key : keys) {
      if (database.get(key) instanceof StoredRecord.Expiring expiring) {
        expiries.add(expiring.expiresAt());
      }
    }
    return expiries;
  }

  /** After so many reads. */
  int after() {
    return after;
  }

  /** All others go on, and the store's maintenance is the first to go on here. */
  void standStill(Key key) {
    world.note(database.name(), "a read takes long: " + key);
    pass.accept(millis);
    database.wake();
  }
}
