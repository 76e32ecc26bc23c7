/**
 * Envelopes through a message broker: the part common to all brokers, above the {@link
 * tercet.runtime.broker.Broker} port that an adapter implements. Open {@link
 * tercet.runtime.broker.BrokerTransport} first.
 *
 * <p>Nothing depends on a broker that never loses, repeats or delays a message. The sender of a
 * message sends again; the receiver drops a message that is too old to be under way by the rules of
 * the kernel. So no broker has to make a message durable, and none may keep one for long.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Nodes find out about each other by signs of life that travel through the broker itself. The
 *       first living server of a shard, in the order of the cluster map, reads the shard's queue.
 *       This is one mechanism for all brokers, and as fast as the signs are frequent; the brokers'
 *       own groups take seconds to notice a dead reader. Two nodes may read one queue for a while:
 *       the store arbitrates between them, as with every transport. A node hears its own signs,
 *       too. While it does not, it suspects no other.
 *   <li>Each recipient has messages of its own under way, so a part of the broker that is dead
 *       delays only what goes through it. A recipient for which the broker takes nothing is tried
 *       with empty messages.
 *   <li>A message counts as read when its envelopes are decided and committed. So a node that dies
 *       leaves its messages to the next reader.
 *   <li>A reader that has no room waits, and the queue at the broker grows. Its messages are too
 *       old after two seconds, so a queue is never longer than what arrives in that time.
 * </ul>
 */
@NullMarked
package tercet.runtime.broker;

import org.jspecify.annotations.NullMarked;
