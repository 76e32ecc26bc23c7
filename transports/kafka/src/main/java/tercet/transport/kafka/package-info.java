/**
 * The transport over Apache Kafka. Open {@link tercet.transport.kafka.KafkaBroker} first.
 *
 * <p><b>Partitions are assigned by hand</b>, not shared out by a consumer group, also where any
 * node may serve any shard. The signs of life of the port say who is there, for all brokers in the
 * same way; a group would need a session of its own for that, and a second opinion about the
 * readers would leave shards with two or none. With stores of their own only one node may ever read
 * a shard, which a group cannot promise. The group's name only says under what name offsets are
 * committed. Two readers may commit offsets of one partition for a while: the lower one makes a
 * later reader read messages again, the higher one passes messages over that another node has
 * taken. The store arbitrates the first, and senders repeat the second.
 *
 * <p><b>An offset is committed after the store's commit</b>, five times a second, and never past a
 * message that is not decided. So what a dead node has taken is read by the next one.
 *
 * <p><b>A new reader begins at the committed offset, but never at old messages</b> ({@link
 * tercet.transport.kafka.Positions}): a backlog of minutes would be read only to be dropped. Old is
 * what the brokers' clock says ({@code LogAppendTime}): one clock for all messages. Without a
 * committed offset, and after a topic was made anew, a reader begins with what is young.
 *
 * <p><b>All copies confirm</b> ({@code acks=all}, two of three). With one confirmation only, the
 * death of a broker would lose messages of every transaction that is under way on its partitions,
 * and each would wait for its sender to repeat it. The price: until the brokers agree that one of
 * them is gone, its followers' partitions wait, too.
 *
 * <p><b>One producer for all, and one consumer thread for all shards.</b> Each further client is a
 * connection to each broker and a request in flight at each. Answers and signs of life have a
 * consumer of their own, because a full mailbox makes the other one wait.
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
