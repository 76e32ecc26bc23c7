package tercet.store.redis;

import redis.clients.jedis.exceptions.JedisException;
import tercet.kernel.id.ShardId;

/** A shard has lost commits that were confirmed, and a person has not accepted that yet. */
final class QuarantinedException extends JedisException {
  private static final long serialVersionUID = 1L;

  QuarantinedException(ShardId shard) {
    super(
        "Redis has lost confirmed commits of %s, so it is in quarantine. Put back the server that"
                .formatted(shard)
            + " has them, or accept the loss with ./tercet data accept-loss; docs/operate/redis.md"
            + " says how.");
  }
}
