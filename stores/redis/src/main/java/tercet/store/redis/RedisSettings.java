package tercet.store.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, and the limits of a store on it.
 *
 * @param address of the servers
 * @param password of the user; empty for none
 * @param passwordFile holds the password instead, if it is not null; read for each connection
 * @param prefix what all names begin with; several shops may share servers, each with its own
 * @param replicas how many replicas confirm a commit before it counts; 0 for none
 * @param confirmMax how long they may take
 * @param answerMax how long a server may take to answer
 * @param connections to each server at most; one for each lane and two more suffice
 * @param runsMax how often a commit is tried before a smaller batch is
 * @param backoffMax the longest pause between two of these
 * @param cachedRecords remembered in memory at most
 * @param expireEvery how often expired records are looked for
 * @param needsDisk whether a server that may forget what it acknowledged when it restarts is
 *     refused
 */
public record RedisSettings(
    RedisAddress address,
    String password,
    @Nullable Path passwordFile,
    String prefix,
    int replicas,
    Duration confirmMax,
    Duration answerMax,
    int connections,
    int runsMax,
    Duration backoffMax,
    int cachedRecords,
    Duration expireEvery,
    boolean needsDisk) {
  /** What {@link #of} takes: more are left to smaller batches, which meet fewer others. */
  public static final int RUNS_MAX = 8;

  /** What means nothing to the hash tags of Redis Cluster, and is short in each name. */
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.:-]{1,32}");

  public RedisSettings {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a prefix is of letters, digits and _.:-, 32 at most, not " + prefix);
    }
    if (replicas < 0 || connections < 2 || runsMax < 1 || cachedRecords < 1) {
      throw new IllegalArgumentException("limits are positive, and connections at least 2");
    }
    if (confirmMax.compareTo(answerMax) >= 0) {
      throw new IllegalArgumentException("replicas confirm before the server must answer");
    }
  }

  /** Fits a node with up to 6 lanes. */
  public static RedisSettings of(RedisAddress address, String prefix, int replicas) {
    return new RedisSettings(
        address,
        "",
        null,
        prefix,
        replicas,
        Duration.ofMillis(300),
        Duration.ofMillis(500),
        8,
        RUNS_MAX,
        Duration.ofMillis(16),
        200_000,
        Duration.ofSeconds(5),
        true);
  }

  /** The same with another login. */
  public RedisSettings withPassword(String secret, @Nullable Path file) {
    return new RedisSettings(
        address,
        secret,
        file,
        prefix,
        replicas,
        confirmMax,
        answerMax,
        connections,
        runsMax,
        backoffMax,
        cachedRecords,
        expireEvery,
        needsDisk);
  }

  /** The same with other limits. */
  public RedisSettings withLimits(
      int newConnections, int newRunsMax, int newCachedRecords, Duration newExpireEvery) {
    return new RedisSettings(
        address,
        password,
        passwordFile,
        prefix,
        replicas,
        confirmMax,
        answerMax,
        newConnections,
        newRunsMax,
        backoffMax,
        newCachedRecords,
        newExpireEvery,
        needsDisk);
  }

  /** The same for servers that may forget what they acknowledged when they restart. */
  public RedisSettings inMemory() {
    return new RedisSettings(
        address,
        password,
        passwordFile,
        prefix,
        replicas,
        confirmMax,
        answerMax,
        connections,
        runsMax,
        backoffMax,
        cachedRecords,
        expireEvery,
        false);
  }

  @Override
  public String toString() {
    return address + ", prefix " + prefix;
  }
}
