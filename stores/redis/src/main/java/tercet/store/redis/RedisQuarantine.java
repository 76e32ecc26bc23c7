package tercet.store.redis;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.exceptions.JedisException;
import tercet.kernel.id.ShardId;

/** The shards of a shop that are refused because Redis has lost confirmed commits. */
public final class RedisQuarantine implements AutoCloseable {
  private static final int RUNS_MAX = 20;

  private final RedisSettings settings;
  private final Servers servers;
  private final KnownShards known;
  private final ShardLives lives;

  private RedisQuarantine(RedisSettings settings, Servers servers) {
    this.settings = settings;
    this.servers = servers;
    this.known = new KnownShards(ServerCheck.shards(servers, settings), settings);
    this.lives = new ShardLives(known, servers, new Confirmations(settings, servers));
  }

  /**
   * Connects. Nodes of the shop may run meanwhile.
   *
   * @throws RedisRefusedException if Redis cannot be reached, or holds no shop
   */
  public static RedisQuarantine open(RedisSettings settings) {
    Servers servers = null;
    try {
      servers = new Servers(settings);
      return new RedisQuarantine(settings, servers);
    } catch (JedisException e) {
      RedisStore.close(servers);
      throw refusal(settings, e);
    } catch (RuntimeException e) {
      RedisStore.close(servers);
      throw e;
    }
  }

  private static RedisRefusedException refusal(RedisSettings settings, JedisException e) {
    return new RedisRefusedException(
        "%s cannot be used: %s".formatted(settings, StoreErrors.reason(e)), e);
  }

  /**
   * Those that are in it now.
   *
   * @throws RedisRefusedException if Redis cannot be reached
   */
  public List<ShardId> shards() {
    return those(ShardLives::quarantined);
  }

  /**
   * Ends it for all shards: nodes go on with the records that Redis has.
   *
   * @return those that were in it
   * @throws RedisRefusedException if Redis cannot be reached; a part may be accepted
   */
  public List<ShardId> accept() {
    return those(ShardLives::accept);
  }

  /** A question about the shards on the server of one, or an action. */
  @FunctionalInterface
  private interface Step {
    Collection<ShardCache> of(ShardLives lives, Link link, ShardCache shard);
  }

  private List<ShardId> those(Step step) {
    Set<ShardId> those = new LinkedHashSet<>();
    try {
      for (ShardCache shard : known.all()) {
        try (Link link = servers.connect(shard.names())) {
          until(step, link, shard).forEach(some -> those.add(some.names().shard()));
        }
      }
    } catch (JedisException e) {
      throw refusal(settings, e);
    }
    return List.copyOf(those);
  }

  private Collection<ShardCache> until(Step step, Link link, ShardCache shard) {
    for (int run = 1; ; run++) {
      try {
        return step.of(lives, link, shard);
      } catch (MovedException e) {
        if (run == RUNS_MAX) {
          throw new RedisRefusedException(
              "%s of %s changes again and again.".formatted(shard.names().shard(), settings), e);
        }
      }
    }
  }

  @Override
  public void close() {
    servers.close();
  }
}
