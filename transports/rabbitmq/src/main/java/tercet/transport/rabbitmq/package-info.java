/**
 * The broker port on RabbitMQ 3.10 or newer. Open {@link tercet.transport.rabbitmq.RabbitBroker}
 * first.
 *
 * <h2>Queues</h2>
 *
 * A shard has a quorum queue. It survives the death of any one of three servers, and has a new
 * leader a moment later. A classic queue would be cheaper, but would be gone as long as its server.
 * Expired messages are dropped, and a full queue drops its oldest messages, because these are of no
 * use first. If a full queue refused new messages, one slow shard would make senders believe that
 * RabbitMQ takes nothing.
 *
 * <p>Answers and signs of life go to a queue of the node's connection, which RabbitMQ deletes with
 * the connection. So RabbitMQ stores nothing for a dead node, and a restarted node reads no
 * messages from before its start.
 *
 * <h2>No single active consumer</h2>
 *
 * {@link tercet.runtime.broker.BrokerTransport} says which shards a node reads; the node consumes
 * exactly their queues. RabbitMQ's single active consumer would be the first that came, and a
 * halted node would stay the consumer until its connection is missed. Two nodes that read one queue
 * for a while compete for its messages, and the store arbitrates.
 *
 * <p>Each shard has a channel of its own. Closing it returns all unconfirmed messages to the queue
 * in one step, and one acknowledgement confirms many messages.
 *
 * <h2>A channel for each recipient</h2>
 *
 * The first message of a channel to a quorum queue makes the channel known to the queue. That is a
 * commit of its own, for which the server keeps the whole channel waiting: for up to 5 s more than
 * {@code net_ticktime} if the queue does not answer. With one channel for all queues, a queue that
 * did not answer delayed all others. On a busy machine a new connection was given up before it had
 * met all its queues, and so was the next one. So each shard and each node that this node sends to
 * has a channel of its own, and it opens on a thread of its own.
 *
 * <p>A message fails that is not confirmed in time; its channel stays for three times as long, so
 * that the queue knows it when it answers again. Then the channel is given up and closed when the
 * server answers on it. The server keeps its process until then, so after 32 of them the adapter
 * connects to the next server. It also does so when no queue confirms anything any more.
 *
 * <p>Whether a server stands still does not follow from queues. While messages wait, the adapter
 * sends a message that no queue gets, and a server that works confirms it at once.
 *
 * <h2>Recovery is ours</h2>
 *
 * After a failure of the connection the adapter connects to the next server. This one way serves
 * broken connections, halted servers and servers on which no queue answers. The client library can
 * restore connections, too. But a restored channel can meet a queue without a leader and then
 * refuse messages for ever, and the library restores readers of shards that the node no longer
 * reads.
 *
 * <p>Sending and receiving have connections of their own. A server that is short of memory stops
 * reading from connections that send, and acknowledgements must not wait there.
 *
 * <h2>Confirmations</h2>
 *
 * No message waits for the confirmation of another one, because a quorum queue confirms when most
 * of its servers have written the message, and a queue without a leader does not confirm at all. A
 * refused message also means a queue without a leader, and a channel can go on refusing after the
 * election. So the adapter replaces a channel that has brought a refusal, at most once a second.
 *
 * <p>RabbitMQ returns a message whose queue is missing. The adapter counts it, logs the first one,
 * and makes the queue again before the next message to it. Sending does not fail: RabbitMQ works,
 * and the shard is reachable.
 *
 * <p>The client library is used with blocking sockets, so that a write that hangs can be
 * interrupted ({@link tercet.runtime.cluster.TimeLimit}).
 */
@NullMarked
package tercet.transport.rabbitmq;

import org.jspecify.annotations.NullMarked;
