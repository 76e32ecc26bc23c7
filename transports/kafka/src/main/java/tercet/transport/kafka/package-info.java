/**
 * The transport over Apache Kafka. Open {@link tercet.transport.kafka.KafkaBroker} first.
 *
 * <p><b>Partitions are assigned by hand</b>, not shared out by a consumer group, also where any
 * node may serve any shard. The signs of life of the port say which nodes live, for all brokers in
 * the same way. A group would have an opinion of its own about the readers, so a shard could have
 * two readers or none. With stores of their own only one node may ever read a shard, which a group
 * cannot guarantee. The name of the group is only the name under which offsets are committed. Two
 * readers may commit offsets of one partition for a while. After the lower offset, the next reader
 * reads some messages again, and the store recognises them. After the higher one, it skips messages
 * that the other reader has taken, and their senders send them again.
 *
 * <p><b>An offset is committed after the store's commit</b>, five times a second, and never past a
 * message that is not decided. So the next reader gets the messages that a dead node had not
 * decided.
 *
 * <p><b>A new reader begins at the committed offset, but never at old messages</b> ({@link
 * tercet.transport.kafka.Positions}): it would read a backlog of minutes only to drop it. The age
 * of a message is measured by the brokers' clock ({@code LogAppendTime}), one clock for all
 * messages. Without a committed offset, and in a topic that was made anew, a reader begins with the
 * first young message.
 *
 * <p><b>All copies confirm</b> ({@code acks=all}, two of three). With one confirmation only, the
 * death of a broker would lose messages on all its partitions, and each transaction under way would
 * wait until a sender sends again. The price: until the brokers agree that a broker is gone, all
 * partitions wait that it has a copy of.
 *
 * <p><b>One producer for all, and one consumer thread for all shards.</b> Each further client is a
 * connection to each broker and a request in flight at each. Answers and signs of life have a
 * consumer of their own, because a full mailbox lets the consumer of shards wait.
 *
 * <p><b>The consumers use Kafka's classic protocol</b>, whose client works on the calling thread
 * only; with partitions assigned by hand the newer one adds a thread and does nothing else.
 *
 * <p>{@link tercet.transport.kafka.Clients} has the settings of all clients and {@link
 * tercet.transport.kafka.Topics} those of topics, each with its reason.
 */
@NullMarked
package tercet.transport.kafka;

import org.jspecify.annotations.NullMarked;
