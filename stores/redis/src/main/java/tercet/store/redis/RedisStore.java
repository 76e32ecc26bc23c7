package tercet.store.redis;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.time.Backoff;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Overdue;
import tercet.runtime.store.Store;
import tercet.runtime.store.StoreContendedException;
import tercet.runtime.store.StoreGuarantees;
import tercet.runtime.store.UnreadableRecords;

/**
 * Keeps records in Redis. Any number of processes may commit to the same shards: each commit
 * compares and raises a sequence of each shard, in one step of the server. Safe for any number of
 * threads.
 *
 * <p>An acknowledged change is on the server's disk, if the server writes its log before it answers
 * ({@code appendfsync always}), and in the memory of {@link RedisSettings#replicas} replicas.
 */
public final class RedisStore implements Store {
  private static final long BACKOFF_NANOS_FIRST = 500_000;

  /** Nodes that commit to a live server whose id has changed are often faster than a start. */
  private static final int RUNS_AT_START = 1_000;

  private final RedisSettings settings;
  private final Servers servers;
  private final KnownShards known;
  private final RecordClient client;
  private final StoreErrors failures;
  private final OpenScan scan;
  private final Expiry expiry;
  private final UnreadableRecords quarantine = new UnreadableRecords();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong conflicts = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();

  private RedisStore(RedisSettings settings, Servers servers, Shards shards, InstantSource clock) {
    this.settings = settings;
    this.servers = servers;
    this.known = new KnownShards(shards, settings);
    this.client = new RecordClient(known, servers, settings);
    this.failures = new StoreErrors(settings);
    this.scan = new OpenScan(known, servers, quarantine);
    this.expiry = new Expiry(known, client, servers, settings, clock);
  }

  /**
   * Connects, and reads the states of the shards.
   *
   * @param shards of each service; fixed when the first store is opened
   * @param clock tells when records expire
   * @throws RedisRefusedException if Redis cannot be reached or cannot be used
   */
  public static RedisStore open(RedisSettings settings, int shards, InstantSource clock) {
    Servers servers = null;
    try {
      servers = new Servers(settings);
      ServerCheck.require(servers, settings, shards);
      RedisStore store = new RedisStore(settings, servers, new Shards(shards), clock);
      store.readStates();
      store.expiry.start();
      return store;
    } catch (JedisException e) {
      close(servers);
      throw new RedisRefusedException(
          "%s cannot be used: %s".formatted(settings, StoreErrors.reason(e)), e);
    } catch (RuntimeException e) {
      close(servers);
      throw e;
    }
  }

  static void close(@Nullable Servers servers) {
    if (servers != null) {
      servers.close();
    }
  }

  private void readStates() {
    for (ShardCache shard : known.all()) {
      readState(shard);
    }
  }

  private void readState(ShardCache shard) {
    for (int run = 1; ; run++) {
      try {
        client.read(Map.of(shard, Set.of()), (some, at, records) -> {});
        return;
      } catch (QuarantinedException e) {
        failures.of(e); // logged by it; the other shards are served
        return;
      } catch (MovedException e) {
        if (run == RUNS_AT_START) {
          throw new RedisRefusedException(
              "The servers of %s change again and again.".formatted(settings), e);
        }
        backOff(run);
      }
    }
  }

  /** A cluster commits a shard at a time: its shards lie on several servers. */
  @Override
  public StoreGuarantees guarantees() {
    return new StoreGuarantees(settings.needsDisk(), true, servers.isOne());
  }

  @Override
  public boolean hasSequences() {
    return true;
  }

  @Override
  public <T> T commit(Collection<Key> expected, Function<View, Commit<T>> decide) {
    boolean assumes = true;
    for (int run = 1; ; run++) {
      try {
        T result = run(new Reading(known, client, assumes), expected, decide);
        commits.incrementAndGet();
        failures.reportBack();
        return result;
      } catch (MovedException e) {
        assumes = !e.isAssumed() && assumes;
        conflicts.incrementAndGet();
        if (run == settings.limits().runsMax()) {
          throw new StoreContendedException("Others were faster " + run + " times.", e);
        }
        backOff(run);
      } catch (JedisMovedDataException e) {
        if (run == settings.limits().runsMax()) {
          throw failures.of(e);
        }
        servers.renew();
      } catch (JedisException e) {
        RuntimeException failure = failures.of(e);
        servers.renew();
        throw failure;
      }
    }
  }

  private <T> T run(Reading reading, Collection<Key> expected, Function<View, Commit<T>> decide) {
    reading.prefetch(expected);
    Commit<T> commit;
    try {
      commit = decide.apply(reading);
    } catch (MovedException | JedisException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      client.commit(reading, Map.of()); // only if all reads are of one moment
      throw e;
    } finally {
      if (reading.hasAsked()) {
        reads.incrementAndGet();
      }
    }
    client.commit(reading, commit.changes());
    return commit.result();
  }

  /** A pause of random length, so that two nodes in conflict do not meet again. */
  private void backOff(int run) {
    if (run > 1) { // the first time it is more often news than a race
      long max = Backoff.pause(BACKOFF_NANOS_FIRST, settings.limits().backoffMax().toNanos(), run);
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(max / 2, max + 1));
    }
  }

  @Override
  public void scanOpen(Collection<ShardId> shards, BiConsumer<Key, StoredRecord.Open> visitor) {
    try {
      for (ShardId shard : shards) {
        scan.all(known.of(shard).names(), visitor);
      }
      failures.reportBack();
    } catch (JedisException e) {
      servers.renew();
      throw failures.of(e);
    }
  }

  @Override
  public Overdue.@Nullable Place scanOverdue(
      Collection<ShardId> shards, Overdue overdue, BiConsumer<Key, StoredRecord.Open> visitor) {
    try {
      Overdue.@Nullable Place last = scan.overdue(shards, overdue, visitor);
      failures.reportBack();
      return last;
    } catch (JedisException e) {
      servers.renew();
      throw failures.of(e);
    }
  }

  @Override
  public void scanKeys(
      ShardId shard, RecordKind kind, String after, int max, Consumer<Key> visitor) {
    try {
      KeyWalk.visit(servers, known.of(shard).names(), kind, after, max, visitor);
      failures.reportBack();
    } catch (JedisException e) {
      servers.renew();
      throw failures.of(e);
    }
  }

  /** Safe for any thread, also after the store was closed. */
  public RedisStatistics statistics() {
    return new RedisStatistics(
        commits.get(),
        conflicts.get(),
        reads.get(),
        failures.unavailable(),
        expiry.dropped(),
        known.rollbacks(),
        known.quarantined(),
        client.missingReplicas(),
        quarantine.count());
  }

  @Override
  public Map<String, String> unreadable() {
    return quarantine.reasons();
  }

  @Override
  public void close() {
    expiry.close();
    servers.close();
  }
}
