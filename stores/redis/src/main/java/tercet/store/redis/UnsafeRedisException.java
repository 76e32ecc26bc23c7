package tercet.store.redis;

import redis.clients.jedis.exceptions.JedisException;

/** The settings of a server let it lose acknowledged commits, so the store does not use it. */
final class UnsafeRedisException extends JedisException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person which setting is wrong, and what to do
   */
  UnsafeRedisException(String message) {
    super(message);
  }
}
