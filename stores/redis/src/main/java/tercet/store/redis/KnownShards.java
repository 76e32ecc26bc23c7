package tercet.store.redis;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;

/** This process's memory of all shards. Safe for threads. */
final class KnownShards {
  private static final System.Logger LOG = System.getLogger(KnownShards.class.getName());

  private final Map<ShardId, ShardCache> caches = new LinkedHashMap<>();
  private final AtomicLong horizon = new AtomicLong();
  private final AtomicLong incarnation = new AtomicLong();
  private final AtomicLong rollbacks = new AtomicLong();
  private final boolean quarantines;

  KnownShards(Shards shards, RedisSettings settings) {
    this.quarantines = settings.quarantines();
    List<ShardId> all = shards.all();
    int each = Math.max(1, settings.limits().cachedRecords() / all.size());
    for (ShardId shard : all) {
      caches.put(shard, new ShardCache(new ShardNames(settings.prefix(), shard), each));
    }
  }

  Collection<ShardCache> all() {
    return caches.values();
  }

  /**
   * The memory of one shard.
   *
   * @throws IllegalArgumentException if the store has no such shard
   */
  ShardCache of(ShardId shard) {
    ShardCache cache = caches.get(shard);
    if (cache == null) {
      throw new IllegalArgumentException("the store has no shard " + shard);
    }
    return cache;
  }

  /**
   * The server of a shard has this state.
   *
   * @param durable the last state known to be durable before the server was asked; null if none was
   */
  void found(ShardCache shard, ShardState state, @Nullable ShardState durable) {
    heard(state);
    shard.found(state);
    if (durable != null && state.hasLost(durable) && shard.hasLost(durable)) {
      rollbacks.incrementAndGet();
      if (quarantines) {
        shard.quarantine(durable);
      }
      LOG.log(
          System.Logger.Level.ERROR,
          "Redis has lost commits of {0} that it had confirmed: {1} was at sequence {2}, and a"
              + " later server of it began with {3}. Orders that clients were told"
              + " of may be gone. {4}docs/operate/redis.md says what to do.",
          shard.names().shard(),
          shard.names().shard(),
          Long.toString(durable.sequence()),
          Long.toString(state.lowestBirthAfter(durable)),
          quarantines ? "All nodes refuse it until that is accepted. " : "");
    }
  }

  /** The last state known to be durable, shard by shard. */
  static Map<ShardCache, ShardState> durable(Collection<ShardCache> shards) {
    Map<ShardCache, ShardState> durable = new HashMap<>();
    for (ShardCache shard : shards) {
      ShardState state = shard.durable();
      if (state != null) {
        durable.put(shard, state);
      }
    }
    return durable;
  }

  /** Notes a state that a shard has or had. */
  void heard(ShardState state) {
    horizon.accumulateAndGet(state.horizon().toEpochMilli(), Math::max);
    incarnation.accumulateAndGet(state.incarnation(), Math::max);
  }

  /** The highest horizon of all states so far. */
  Instant horizon() {
    return Instant.ofEpochMilli(horizon.get());
  }

  /** The highest incarnation of all states so far. */
  long incarnation() {
    return incarnation.get();
  }

  /** How many shards are in quarantine. */
  long quarantined() {
    return caches.values().stream().filter(ShardCache::isQuarantined).count();
  }

  /** How often a shard had lost confirmed commits. */
  long rollbacks() {
    return rollbacks.get();
  }
}
