package tercet.testing.simulator.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.testing.simulator.swarm.Fault;

/** One look at all that is open, as it was when the look began, in any order. */
final class SimulatedScan {
  private final SimulatedDisk database;
  private final Faults faults;
  private final World world;
  private final Map<Key, StoredRecord.Open> found = new LinkedHashMap<>();

  SimulatedScan(SimulatedDisk database, Collection<ShardId> shards, Faults faults, World world) {
    this.database = database;
    this.faults = faults;
    this.world = world;
    shards.forEach(shard -> found.putAll(database.open(shard)));
  }

  /**
   * Shows what it has found, perhaps late, and perhaps not all of it.
   *
   * @param stall lets others go on
   * @param failure makes an exception of what went wrong
   */
  void show(
      BiConsumer<Key, StoredRecord.Open> visitor,
      Runnable stall,
      Function<String, RuntimeException> failure) {
    List<Key> keys = new ArrayList<>(found.keySet());
    Collections.shuffle(keys, Random.from(faults.random(Fault.READ_FAILED)));
    if (faults.strikes(Fault.SLOW_SCAN)) {
      world.note(database.name(), "a scan takes long");
      stall.run();
    }
    boolean breaks = !keys.isEmpty() && faults.strikes(Fault.BROKEN_SCAN);
    int shown = breaks ? faults.random(Fault.BROKEN_SCAN).nextInt(keys.size()) : keys.size();
    for (Key key : keys.subList(0, shown)) {
      visitor.accept(key, Objects.requireNonNull(found.get(key)));
    }
    if (breaks) {
      world.note(database.name(), "a scan fails after " + shown + " records");
      throw failure.apply("simulated: the scan failed");
    }
  }
}
