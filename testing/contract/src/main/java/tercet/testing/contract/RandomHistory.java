package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Store;

/**
 * Commits random changes to some shards, and knows their expected records. The same seed makes the
 * same changes. For one thread at a time; histories over different shards may run at once.
 */
public final class RandomHistory {
  private static final Instant RECORDS_LIE_AROUND = Instant.parse("2026-01-01T00:00:00Z");
  private static final int READS_MAX = 6;
  private static final int CHANGES_MAX = 8;

  private final String name;
  private final Random random;
  private final RandomRecords records;
  private final List<ShardId> shards;
  private final int ids;
  private final Duration expiryMax;
  private final InstantSource clock;
  private final Map<Key, StoredRecord> expected = new HashMap<>();
  private long commits;

  /**
   * @param shards that only this history changes; several only if the store commits them together
   * @param ids per shard and kind; few make keys meet often
   * @param expiryMax the longest time that a record that expires lives; some live much shorter, and
   *     some are over from the beginning
   * @param clock of the store, in whole milliseconds
   */
  public RandomHistory(
      long seed, List<ShardId> shards, int ids, Duration expiryMax, InstantSource clock) {
    this.name = "seed " + seed;
    this.random = new Random(seed);
    this.records = new RandomRecords(random, RECORDS_LIE_AROUND);
    this.shards = List.copyOf(shards);
    this.ids = ids;
    this.expiryMax = expiryMax;
    this.clock = clock;
  }

  /** One commit: reads some records, fails if one is not as expected, and changes some. */
  public void step(Store store) {
    step(store, clock.instant());
  }

  /**
   * The same at a given time, so that it can be told again.
   *
   * @param now in whole milliseconds, not after what the store's clock says
   */
  public void step(Store store, Instant now) {
    Draw draw = draw(now);
    store.commit(
        draw.reads,
        view -> {
          draw.reads.forEach(key -> check(key, view.get(key)));
          return new Commit<>(draw.changes, true);
        });
    apply(draw.changes);
  }

  /** The same without a store: from now on the history expects that it happened. */
  public void pretend(Instant now) {
    apply(draw(now).changes);
  }

  /** Leaves out the next commit: it never happened. */
  public void skip(Instant now) {
    draw(now);
  }

  /**
   * Finds out whether the next commit happened, which was not acknowledged. Fails unless the store
   * holds all of it or nothing, and exactly what was committed before.
   *
   * @return true if it happened
   */
  public boolean settle(Store store, Instant now) {
    Map<Key, StoredRecord> before = Map.copyOf(expected);
    apply(draw(now).changes);
    try {
      checkAll(store);
      return true;
    } catch (AssertionError itDidNotHappen) {
      expected.clear();
      expected.putAll(before);
      checkAll(store);
      return false;
    }
  }

  /** The reads and changes of the next commit. */
  private record Draw(List<Key> reads, Map<Key, @Nullable StoredRecord> changes) {}

  private Draw draw(Instant now) {
    commits++;
    List<Key> reads = new ArrayList<>();
    for (int i = random.nextInt(READS_MAX); i >= 0; i--) {
      reads.add(records.key(records.kind(), anyShard(), ids));
    }
    Map<Key, @Nullable StoredRecord> changes = new LinkedHashMap<>();
    for (int i = random.nextInt(CHANGES_MAX); i > 0; i--) {
      Key key = records.key(records.kind(), anyShard(), ids);
      boolean delete = random.nextInt(3) == 0;
      changes.put(key, delete ? null : records.stored(key.kind(), expiry(now)));
    }
    return new Draw(reads, changes);
  }

  private void apply(Map<Key, @Nullable StoredRecord> changes) {
    changes.forEach((key, stored) -> {
      if (stored == null) {
        expected.remove(key);
      } else {
        expected.put(key, stored);
      }
    });
  }

  /** Fails unless the store holds exactly what was committed. */
  public void checkAll(Store store) {
    for (ShardId shard : shards) {
      List<Key> all = new ArrayList<>();
      for (RecordKind kind : RecordKind.values()) {
        all.addAll(records.keys(kind, shard, ids));
      }
      store.commit(
          all,
          view -> {
            all.forEach(key -> check(key, view.get(key)));
            return new Commit<>(Map.of(), true);
          });
      Map<Key, StoredRecord> open = new HashMap<>();
      store.scanOpen(List.of(shard), open::put);
      Map<Key, StoredRecord> expectedOpen = new HashMap<>(expected);
      expectedOpen
          .entrySet()
          .removeIf(e ->
              !(e.getValue() instanceof StoredRecord.Open) || !e.getKey().shard().equals(shard));
      assertEquals(expectedOpen, open, this::toString);
    }
  }

  private void check(Key key, @Nullable StoredRecord found) {
    StoredRecord before = expected.get(key);
    if (before instanceof StoredRecord.Expiring expiring
        && !clock.instant().isBefore(expiring.expiresAt())) {
      assertTrue(found == null || found.equals(before), () -> this + ": " + key + " is " + found);
    } else {
      assertEquals(before, found, () -> this + ": " + key);
    }
  }

  private ShardId anyShard() {
    return shards.get(random.nextInt(shards.size()));
  }

  private Instant expiry(Instant now) {
    long max = expiryMax.toMillis() >> random.nextInt(16);
    long millis = random.nextInt(8) == 0 ? -random.nextLong(10_000) : random.nextLong(max + 1);
    return now.plusMillis(millis);
  }

  @Override
  public String toString() {
    return name + ", commit " + commits;
  }
}
