/**
 * Envelopes through a message broker: the part common to all brokers, above the {@link
 * tercet.runtime.broker.Broker} port that an adapter implements. Open {@link
 * tercet.runtime.broker.BrokerTransport} first.
 *
 * <p>A broker may lose, repeat and delay messages. A sender without an answer sends again, and a
 * receiver drops messages older than {@link tercet.runtime.broker.BrokerSettings#lifetime}, as the
 * kernel requires. So a broker need not make messages durable, and need not hold them for longer.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Nodes learn of each other by signs of life, which they send through the broker. The first
 *       living server of a shard, in the order of the cluster map, reads the shard's queue. So all
 *       brokers have one mechanism, and it is as fast as the signs are frequent; a broker's own
 *       consumer groups take seconds to notice a dead reader. Two nodes may read one queue for a
 *       while. The store arbitrates between them, as with every transport. A node hears its own
 *       signs, too. While it does not, it suspects no other.
 *   <li>Each recipient has messages of its own under way, so a dead part of the broker delays only
 *       the messages that go through it. While the broker takes nothing for a recipient, the node
 *       tries with empty messages.
 *   <li>A message counts as read when its envelopes are decided and committed. When a node dies,
 *       the next reader gets its unconfirmed messages.
 *   <li>A reader without room waits, and the queue at the broker grows. Messages expire after two
 *       seconds, so a queue holds at most the arrivals of two seconds.
 * </ul>
 */
@NullMarked
package tercet.runtime.broker;

import org.jspecify.annotations.NullMarked;
