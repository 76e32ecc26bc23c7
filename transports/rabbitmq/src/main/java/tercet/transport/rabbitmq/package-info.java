/**
 * The broker port on RabbitMQ 3.10 or newer. Open {@link tercet.transport.rabbitmq.RabbitBroker}
 * first.
 *
 * <h2>Queues</h2>
 *
 * A shard has a quorum queue: it outlives any one server of three, and has a new leader a moment
 * after the old one dies. A classic queue would be cheaper, and gone for as long as its server is.
 * Messages are dropped by age and from the head, because the oldest message is the first that is of
 * no use. A full queue that refused new messages would make all its senders believe that RabbitMQ
 * takes nothing, because of one slow shard.
 *
 * <p>Answers and signs of life go to a queue that the connection of their node makes and that ends
 * with it. So nothing is kept for a node that is gone, and a restarted node never reads what was
 * for its last life.
 *
 * <h2>No single active consumer</h2>
 *
 * {@link tercet.runtime.broker.BrokerTransport} says which shards a node reads; the node consumes
 * exactly their queues. A single active consumer would choose another way, by who came first, and a
 * halted node would stay the chosen one until its connection is missed. Two nodes that read one
 * queue for a while compete for its messages, and the store arbitrates.
 *
 * <p>Each shard has a channel of its own. Closing it returns what was not confirmed to the queue,
 * in one step, and what was decided is confirmed with one acknowledgement of many messages.
 *
 * <h2>Recovery is ours</h2>
 *
 * A connection that fails is closed, and a new one is made to the next server. The client library
 * can restore connections, too, but a restored channel can meet a queue without a leader and then
 * refuse messages for ever; and it restores readers of shards that the node has given up. Making
 * everything anew is one way for all failures: a refusal, a confirmation that does not come, a
 * server that is halted.
 *
 * <p>Sending and receiving have connections of their own. A server that is short of memory stops
 * reading from connections that send, and acknowledgements must not wait there.
 *
 * <h2>Confirmations</h2>
 *
 * No message waits for the confirmation of another one: a quorum queue confirms when most of its
 * servers have written the message, and one without a leader does not confirm at all. A refused
 * message shows a queue without a leader, too, and a connection can go on refusing when there is a
 * leader again; so a connection that has brought a refusal is replaced, once a second at the most.
 *
 * <p>A message that no queue takes is returned; it is counted, logged once, and its queue is made
 * again. That is not reported as a failure: RabbitMQ works, and the shard must not be taken for
 * unreachable.
 *
 * <p>The client library is used with blocking sockets, so that a write that hangs can be
 * interrupted ({@link tercet.runtime.cluster.TimeLimit}).
 */
@NullMarked
package tercet.transport.rabbitmq;

import org.jspecify.annotations.NullMarked;
