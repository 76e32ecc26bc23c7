package tercet.store.redis;

import redis.clients.jedis.exceptions.JedisConnectionException;

/** Redis cannot be used. */
public final class RedisRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person why, and what to do
   */
  RedisRefusedException(String message) {
    super(message);
  }

  /**
   * @param message says to a person why, and what to do
   */
  RedisRefusedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether no server could be reached or was ready, which may change. */
  public boolean isAway() {
    return getCause() instanceof JedisConnectionException
        || String.valueOf(getCause()).matches(".*(LOADING|CLUSTERDOWN|MASTERDOWN|READONLY) .*");
  }
}
