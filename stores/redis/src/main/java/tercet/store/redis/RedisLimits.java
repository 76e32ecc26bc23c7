package tercet.store.redis;

import java.time.Duration;

/**
 * The limits of a store on Redis.
 *
 * @param confirmMax how long replicas may take to confirm a commit
 * @param goOnAfter how long a replica must have been late before the shop may go on without it. It
 *     is late when it has not confirmed a commit within {@code confirmMax}. In Redis Cluster a
 *     replica must be too old by then to become the master; the start checks that
 * @param answerMax how long a server may take to answer
 * @param connections to each server at most; one for each lane and two more suffice
 * @param runsMax attempts of a commit before the batch is made smaller
 * @param backoffMax the longest pause between two of these
 * @param cachedRecords remembered in memory at most
 * @param expireEvery pause between two looks for expired records
 */
public record RedisLimits(
    Duration confirmMax,
    Duration goOnAfter,
    Duration answerMax,
    int connections,
    int runsMax,
    Duration backoffMax,
    int cachedRecords,
    Duration expireEvery) {
  /** The default values. */
  public static final int CACHED_RECORDS = 100_000;

  public RedisLimits {
    if (connections < 2 || runsMax < 1 || cachedRecords < 1) {
      throw new IllegalArgumentException("limits are positive, and connections at least 2");
    }
    if (confirmMax.compareTo(answerMax) >= 0) {
      throw new IllegalArgumentException("replicas confirm before the server must answer");
    }
  }

  /** Fit a node with up to 6 lanes. */
  public static RedisLimits defaults() {
    return new RedisLimits(
        Duration.ofMillis(500),
        Duration.ofMillis(2_600),
        Duration.ofMillis(800),
        8,
        8,
        Duration.ofMillis(16),
        CACHED_RECORDS,
        Duration.ofSeconds(5));
  }

  /** The same with another number of connections. */
  public RedisLimits withConnections(int count) {
    return new RedisLimits(
        confirmMax, goOnAfter, answerMax, count, runsMax, backoffMax, cachedRecords, expireEvery);
  }

  /** The same with another number of remembered records. */
  public RedisLimits withCachedRecords(int count) {
    return new RedisLimits(
        confirmMax, goOnAfter, answerMax, connections, runsMax, backoffMax, count, expireEvery);
  }

  /** The same with another time between two looks for expired records. */
  public RedisLimits withExpireEvery(Duration time) {
    return new RedisLimits(
        confirmMax, goOnAfter, answerMax, connections, runsMax, backoffMax, cachedRecords, time);
  }
}
