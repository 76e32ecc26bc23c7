package tercet.store.redis;

import redis.clients.jedis.exceptions.JedisException;

/**
 * A server may lose acknowledged commits: the store does not use it until its settings are changed.
 */
final class UnsafeRedisException extends JedisException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person which setting is wrong, and what to do
   */
  UnsafeRedisException(String message) {
    super(message);
  }
}
