package tercet.store.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.WholeMillis;

/** The changes of a decision as one run of {@code commit.lua}. */
final class CommitRun {
  /** Records that expire within so many milliseconds are dropped together. */
  static final long BUCKET_MILLIS = 60_000;

  private final KnownShards known;
  private final Map<ShardCache, ShardState> before;
  private final Map<ShardCache, ShardState> after = new LinkedHashMap<>();
  private final Map<Key, @Nullable StoredRecord> changes;
  private final Set<Key> absent;

  private final List<byte[]> setNames = new ArrayList<>();
  private final List<byte[]> setValues = new ArrayList<>();
  private final List<byte[]> deletes = new ArrayList<>();
  private final List<Wake> wakes = new ArrayList<>();
  private final List<Wake> asleep = new ArrayList<>();
  private final Map<Bucket, List<byte[]>> buckets = new LinkedHashMap<>();

  /** A change of the time at which a record is to be woken. */
  private static final class Wake {
    final ShardNames shard;
    final long at;
    final byte[] name;

    Wake(ShardNames shard, long at, byte[] name) {
      this.shard = shard;
      this.at = at;
      this.name = name;
    }
  }

  private record Bucket(ShardNames shard, long number) {}

  /**
   * @param reading the reads of the decision; it has touched the shards of all changes
   * @param proves whether a commit without changes must write something, too: replicas can confirm
   *     only a write
   */
  CommitRun(
      KnownShards known,
      Reading reading,
      Map<Key, @Nullable StoredRecord> changes,
      boolean proves) {
    this.known = known;
    this.before = reading.touched();
    this.changes = changes;
    this.absent = reading.assumedAbsent();
    ByteWriter writer = new ByteWriter(256);
    changes.forEach((key, stored) -> add(reading, writer, key, stored));
    raise(proves);
  }

  private void raise(boolean proves) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    boolean mustWrite = proves && changes.isEmpty();
    for (Map.Entry<ShardCache, ShardState> shard : before.entrySet()) {
      ShardState at = shard.getValue();
      boolean rises = mustWrite || shard.getKey().isUnsure();
      after.put(shard.getKey(), rises ? at.renewed(random.nextLong()) : at);
      mustWrite = false;
    }
    for (Key key : changes.keySet()) {
      ShardCache shard = known.of(key.shard());
      ShardState at = before.get(shard);
      ShardState next = after.get(shard);
      if (at != null && next != null && next.sequence() == at.sequence()) {
        after.put(shard, at.next(random.nextLong()));
      }
    }
  }

  private void add(Reading reading, ByteWriter writer, Key key, @Nullable StoredRecord stored) {
    ShardNames names = known.of(key.shard()).names();
    StoredRecord old = reading.before(key);
    if (stored == null) {
      deletes.add(names.of(key));
    } else {
      setNames.add(names.of(key));
      setValues.add(RecordBytes.of(writer, stored));
    }
    if (stored instanceof StoredRecord.Open open) {
      wakes.add(new Wake(names, WholeMillis.of(open.wakeAt()), ShardNames.member(key)));
    } else if (old instanceof StoredRecord.Open || !reading.knows(key)) {
      asleep.add(new Wake(names, 0, ShardNames.member(key)));
    }
    if (stored instanceof StoredRecord.Expiring expiring) {
      Bucket bucket = new Bucket(names, bucket(expiring));
      boolean isThere = old instanceof StoredRecord.Expiring same && bucket(same) == bucket.number;
      if (!isThere) {
        buckets.computeIfAbsent(bucket, some -> new ArrayList<>()).add(ShardNames.member(key));
      }
    }
  }

  private static long bucket(StoredRecord.Expiring expiring) {
    return RecordBytes.expiry(expiring) / BUCKET_MILLIS;
  }

  /** The shards whose states the script compares, in the order of its reply. */
  List<ShardCache> shards() {
    return List.copyOf(before.keySet());
  }

  /** The keys and arguments of the script. */
  Script.Run script() {
    Script.Run run =
        new Script.Run(Script.COMMIT)
            .argument(before.size())
            .argument(absent.size())
            .argument(setNames.size())
            .argument(deletes.size())
            .argument(wakes.size())
            .argument(asleep.size())
            .argument(buckets.size());
    after.forEach((shard, next) ->
        run.key(shard.names().state())
            .argument(ShardState.expected(before.get(shard)))
            .argument(next.toBytes()));
    absent.forEach(key -> run.key(known.of(key.shard()).names().of(key)));
    setNames.forEach(run::key);
    setValues.forEach(run::argument);
    deletes.forEach(run::key);
    wakes.forEach(wake -> run.key(wake.shard.wakes()).argument(wake.at).argument(wake.name));
    asleep.forEach(wake -> run.key(wake.shard.wakes()).argument(wake.name));
    buckets.forEach((bucket, names) -> {
      run.key(bucket.shard.buckets()).key(bucket.shard.bucket(bucket.number));
      run.argument(bucket.number).argument(names.size());
      names.forEach(run::argument);
    });
    return run;
  }

  /** The servers have committed. */
  void committed(boolean isConfirmed) {
    Map<ShardCache, Map<Key, KnownRecord>> byShard = new HashMap<>();
    changes.forEach((key, stored) ->
        byShard
            .computeIfAbsent(known.of(key.shard()), shard -> new HashMap<>())
            .put(key, KnownRecord.of(stored)));
    for (Map.Entry<ShardCache, ShardState> shard : before.entrySet()) {
      ShardState next = after.getOrDefault(shard.getKey(), shard.getValue());
      Map<Key, KnownRecord> changed = byShard.getOrDefault(shard.getKey(), Map.of());
      shard.getKey().committed(shard.getValue(), next, changed, isConfirmed);
    }
  }

  /** It is unknown whether the servers have committed. */
  void lost() {
    before.keySet().forEach(ShardCache::forget);
  }
}
