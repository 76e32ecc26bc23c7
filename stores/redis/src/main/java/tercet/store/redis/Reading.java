package tercet.store.redis;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.ShardId;
import tercet.runtime.store.Store;

/** The records that one run of a decision has read, and the state of each shard at that time. */
final class Reading implements Store.View {
  private final KnownShards known;
  private final RecordClient client;
  private final boolean assumes;
  private final Map<ShardCache, ShardState> touched = new LinkedHashMap<>();
  private final Map<Key, KnownRecord> entries = new HashMap<>();
  private final Set<Key> assumedAbsent = new HashSet<>();
  private @Nullable Instant horizon;
  private int reads;
  private boolean remembers;

  /**
   * @param assumes whether a record that is new in most cases is taken for absent if this process
   *     does not remember it. The commit checks that
   */
  Reading(KnownShards known, RecordClient client, boolean assumes) {
    this.known = known;
    this.client = client;
    this.assumes = assumes;
  }

  @Override
  public @Nullable StoredRecord get(Key key) {
    KnownRecord entry = entries.get(key);
    if (entry == null) {
      prefetch(List.of(key));
      entry = entries.get(key);
    }
    if (entry == null) {
      throw new IllegalStateException("not read: " + key);
    }
    return entry.require(key);
  }

  /** The record as known before the decision; null if it was unknown. */
  @Nullable StoredRecord before(Key key) {
    KnownRecord entry = entries.get(key);
    return entry == null ? null : entry.stored();
  }

  /** Whether the shard's record for a key is known. */
  boolean knows(Key key) {
    return entries.containsKey(key);
  }

  @Override
  public void prefetch(Collection<Key> keys) {
    Map<ShardCache, Set<Key>> missing = new LinkedHashMap<>();
    for (Key key : keys) {
      if (!entries.containsKey(key) && !isRemembered(key)) {
        missing.computeIfAbsent(known.of(key.shard()), shard -> new HashSet<>()).add(key);
      }
    }
    if (!missing.isEmpty()) {
      reads++;
      client.read(missing, this::remember);
    }
  }

  /** Looks into memory, where the shard is known. */
  private boolean isRemembered(Key key) {
    ShardCache shard = known.of(key.shard());
    ShardState at = touched.get(shard);
    if (at == null) {
      at = shard.state();
      if (at == null) {
        return false;
      }
      touch(shard, at);
    }
    KnownRecord entry = shard.get(at, key);
    if (entry == null && assumes && isNewInMostCases(key)) {
      assumedAbsent.add(key);
      entry = KnownRecord.of(null);
    }
    if (entry != null) {
      remembers = true;
      entries.put(key, entry);
    }
    return entry != null;
  }

  private static boolean isNewInMostCases(Key key) {
    return switch (key.kind()) {
      case PARTICIPATION, RECENT_ANSWER, TRANSACTION -> true;
      case ITEM, ACCOUNT, ORDER, ANSWER, CLAIM, RULING -> false;
    };
  }

  private void remember(ShardCache shard, ShardState at, Map<Key, KnownRecord> records) {
    touch(shard, at);
    shard.read(at, records);
    entries.putAll(records);
  }

  /** From now on this run is about one state of a shard. */
  private void touch(ShardCache shard, ShardState at) {
    known.heard(at);
    ShardState before = touched.putIfAbsent(shard, at);
    boolean isOld = before != null && !before.equals(at);
    if (isOld || (horizon != null && at.horizon().isAfter(horizon))) {
      throw new MovedException();
    }
  }

  /** Makes sure that the state of a shard is known. */
  void touch(ShardCache shard) {
    if (touched.containsKey(shard)) {
      return;
    }
    ShardState at = shard.state();
    if (at != null) {
      touch(shard, at);
    } else {
      client.read(Map.of(shard, Set.of()), this::remember);
    }
  }

  @Override
  public Instant horizon() {
    Instant told = horizon;
    if (told == null) {
      told = known.horizon();
      horizon = told;
    }
    return told;
  }

  /** The incarnation of the shards that were read. They are on one server. */
  @Override
  public long incarnation() {
    return touched.values().stream()
        .mapToLong(ShardState::incarnation)
        .max()
        .orElseGet(known::incarnation);
  }

  @Override
  public long sequence(ShardId shard) {
    ShardCache cache = known.of(shard);
    touch(cache);
    ShardState at = touched.get(cache);
    return at == null ? 0 : at.sequence();
  }

  /** The shards that were read, each with its state. */
  Map<ShardCache, ShardState> touched() {
    return touched;
  }

  Set<Key> assumedAbsent() {
    return assumedAbsent;
  }

  /** Whether a server was asked. */
  boolean hasAsked() {
    return reads > 0;
  }

  /** Whether all records come from one look at one server. */
  boolean isOfOneMoment() {
    return reads == 1 && !remembers;
  }
}
