/**
 * Connections to Redis by the Jedis driver, for the store and for the transport on it: addresses,
 * logins, and who the master is. Open {@link tercet.driver.redis.RedisConnections} first.
 */
@NullMarked
package tercet.driver.redis;

import org.jspecify.annotations.NullMarked;
