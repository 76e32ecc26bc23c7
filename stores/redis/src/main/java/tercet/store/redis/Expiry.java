package tercet.store.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import tercet.runtime.store.LateClock;
import tercet.runtime.time.Ticker;

/**
 * Drops expired records, some at a time. Any number of nodes may do it at once, because a script
 * raises the horizon of a shard and drops records in one step.
 */
final class Expiry implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Expiry.class.getName());

  /**
   * How far the horizon stays behind the clock. Safety does not need it. A node whose clock is late
   * by less than this still decides as of its own time, so that requests of its gateway are valid
   * when they arrive.
   */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** Records of a step: a server does nothing else meanwhile. */
  private static final int STEP = 500;

  private final KnownShards known;
  private final RecordClient client;
  private final Servers servers;
  private final InstantSource clock;
  private final LateClock lateClock = new LateClock();
  private final AtomicLong dropped = new AtomicLong();
  private final Ticker ticker;

  /** Whether the log has it that records stay; the thread of the ticker alone uses it. */
  private boolean hasWarned;

  Expiry(
      KnownShards known,
      RecordClient client,
      Servers servers,
      RedisSettings settings,
      InstantSource clock) {
    this.known = known;
    this.client = client;
    this.servers = servers;
    this.clock = clock;
    this.ticker = new Ticker("redis-expiry", settings.limits().expireEvery(), this::dropSafely);
  }

  void start() {
    ticker.start();
  }

  private void dropSafely() {
    boolean isWell = true;
    for (ShardCache shard : known.all()) {
      if (ticker.isStopped()) {
        return;
      }
      isWell &= dropSafely(shard);
    }
    hasWarned &= !isWell;
  }

  /**
   * One shard that fails must not stop the others.
   *
   * @return whether that went well
   */
  private boolean dropSafely(ShardCache shard) {
    try {
      if (shard.isQuarantined()) {
        lookAgain(shard);
      } else {
        drop(shard.names());
      }
      return true;
    } catch (JedisException e) {
      // Commits report a server that is away or has moved.
      boolean isRefusal =
          e instanceof JedisDataException && !(e instanceof JedisRedirectionException);
      LOG.log(
          isRefusal && !hasWarned ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
          "Expired records of {0} stay for now, and their memory with them. {1}",
          shard.names().shard(),
          StoreErrors.reason(e));
      hasWarned |= isRefusal;
      return false;
    }
  }

  /** Nothing is dropped in quarantine. A person may have ended it. */
  private void lookAgain(ShardCache shard) {
    try {
      client.read(Map.of(shard, Set.of()), (some, at, records) -> {});
    } catch (QuarantinedException | MovedException e) {
      LOG.log(System.Logger.Level.DEBUG, "Expired records are kept.", e);
    }
  }

  private void drop(ShardNames shard) {
    long seen = STEP;
    while (seen == STEP && !ticker.isStopped()) {
      try (Link link = servers.connect(shard)) {
        Script.Run run =
            new Script.Run(Script.EXPIRE)
                .key(shard.state())
                .key(shard.buckets())
                .argument(clock.millis())
                .argument(MARGIN.toMillis())
                .argument(CommitRun.BUCKET_MILLIS)
                .argument(STEP)
                .argument(shard.prefix())
                .argument(ShardState.HORIZON_OFFSET);
        List<?> reply = (List<?>) RecordClient.answer(link, run.send(link, List.of()).getFirst());
        long horizon = (Long) reply.get(0);
        seen = (Long) reply.get(1);
        dropped.addAndGet((Long) reply.get(2));
        if (horizon > 0) {
          lateClock.look(Instant.ofEpochMilli(horizon), clock.instant());
        }
      }
    }
  }

  /** How many records it has dropped. */
  long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    ticker.close();
  }
}
