/**
 * The {@link tercet.runtime.broker.Broker} port on Redis, by its streams and its sharded channels.
 * Open {@link tercet.transport.redis.RedisStreams} first.
 *
 * <p>Each shard has a stream and each service a consumer group. A message is deleted when it is
 * confirmed, so streams are short. A stream that no node reads loses messages older than ten
 * seconds when another is added. Answers and signs of life go by channels, which keep nothing; a
 * node asks again for a lost answer.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Streams of the same service share four hash tags, so that one blocking read asks for many
 *       streams also on Redis Cluster, and so that a service uses all masters.
 *   <li>A node that takes over a stream claims at once the messages that others have read and not
 *       confirmed, and looks every second for more of them. The other reader may be alive: both
 *       decide then, and the store arbitrates.
 *   <li>A stream is trimmed by the ids that Redis gave to the last messages, never by a node's
 *       clock, which may be wrong.
 *   <li>Redis acknowledges a message before its replicas have it. A failover loses some; their
 *       senders send them again.
 * </ul>
 */
@NullMarked
package tercet.transport.redis;

import org.jspecify.annotations.NullMarked;
