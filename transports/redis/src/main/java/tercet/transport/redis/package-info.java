/**
 * The {@link tercet.runtime.broker.Broker} port on Redis, by its streams and its sharded channels.
 * Open {@link tercet.transport.redis.RedisStreams} first.
 *
 * <p>Each shard has a stream and each service a consumer group. A message is deleted when it is
 * confirmed, so streams are short. A stream that no node reads loses messages older than ten
 * seconds when another is added. Answers and signs of life go by channels, which store nothing. A
 * node repeats its request if an answer is lost.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The streams of a service share four hash tags. So one blocking read serves many streams,
 *       also on Redis Cluster, and a service uses several masters.
 *   <li>A node that takes over a stream claims the unconfirmed messages of other readers at once,
 *       and looks for more every second. If the other reader lives, both decide a message, and the
 *       store arbitrates.
 *   <li>A channel that nothing is sent to is no lost connection. Its listener sends an empty
 *       message itself. It goes by the publisher's connection, not as a ping on its own: a server
 *       that is the master no longer would answer a ping.
 *   <li>A node holds some hundred undecided messages of a stream at most, and leaves the others in
 *       the stream, where they grow too old while the node's store is away.
 *   <li>A stream is trimmed by the ids that Redis gave to the last messages, never by a node's
 *       clock, which may be wrong.
 *   <li>Redis acknowledges a message before its replicas have it. A failover loses some messages;
 *       their senders send them again.
 * </ul>
 */
@NullMarked
package tercet.transport.redis;

import org.jspecify.annotations.NullMarked;
