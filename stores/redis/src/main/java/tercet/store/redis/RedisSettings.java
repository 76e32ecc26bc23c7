package tercet.store.redis;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tercet.driver.redis.RedisAddress;
import tercet.driver.redis.RedisLogin;

/**
 * Where Redis is, and the guarantees that it must give.
 *
 * @param address of the servers
 * @param password of the user; empty for none
 * @param passwordFile holds the password instead, if it is not null; read for each connection
 * @param caFile certificates of those who sign the servers' certificates (PEM); null for those that
 *     Java trusts
 * @param prefix the beginning of all names; several shops may share servers, each with its own
 * @param replicas how many replicas confirm a commit before it counts; 0 for none
 * @param needsDisk whether to refuse a server that may lose acknowledged commits when it restarts
 * @param quarantines whether to refuse shards that have lost confirmed commits, until a person
 *     accepts that; not needed where nodes agree again on what was lost
 */
public record RedisSettings(
    RedisAddress address,
    String password,
    @Nullable Path passwordFile,
    @Nullable Path caFile,
    String prefix,
    int replicas,
    boolean needsDisk,
    boolean quarantines,
    RedisLimits limits) {
  /**
   * Characters without a meaning in the hash tags of Redis Cluster; short, because every name has
   * them.
   */
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.:-]{1,32}");

  public RedisSettings {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a prefix is of letters, digits and _.:-, 32 at most, not " + prefix);
    }
    if (replicas < 0) {
      throw new IllegalArgumentException("the number of replicas is never negative: " + replicas);
    }
  }

  /** With no password, with disks that are needed, and with quarantine. */
  public static RedisSettings of(RedisAddress address, String prefix, int replicas) {
    return new RedisSettings(
        address, "", null, null, prefix, replicas, true, true, RedisLimits.defaults());
  }

  /** The same with another login. */
  public RedisSettings withPassword(String secret, @Nullable Path file) {
    return new RedisSettings(
        address, secret, file, caFile, prefix, replicas, needsDisk, quarantines, limits);
  }

  /** The same for servers whose certificates others sign than those that Java trusts. */
  public RedisSettings withCaFile(@Nullable Path file) {
    return new RedisSettings(
        address, password, passwordFile, file, prefix, replicas, needsDisk, quarantines, limits);
  }

  /** The same with other limits. */
  public RedisSettings withLimits(RedisLimits other) {
    return new RedisSettings(
        address, password, passwordFile, caFile, prefix, replicas, needsDisk, quarantines, other);
  }

  /** The same for servers that may lose acknowledged commits when they restart. */
  public RedisSettings inMemory() {
    return new RedisSettings(
        address, password, passwordFile, caFile, prefix, replicas, false, quarantines, limits);
  }

  /** The same for nodes that agree again on what was lost. */
  public RedisSettings withoutQuarantine() {
    return new RedisSettings(
        address, password, passwordFile, caFile, prefix, replicas, needsDisk, false, limits);
  }

  RedisLogin login() {
    return new RedisLogin(
        address, password, passwordFile, caFile, limits.answerMax(), limits.connections());
  }

  @Override
  public String toString() {
    return address + ", prefix " + prefix;
  }
}
