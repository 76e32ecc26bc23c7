package tercet.transport.rabbitmq;

import java.time.Duration;

/**
 * Limits of time and memory.
 *
 * @param connectMax until a server accepts a connection
 * @param handshakeMax until it has let this node in
 * @param answerMax until a server answers a small request, such as a new consumer
 * @param declareMax until a server has made a queue
 * @param startMax until some server has let this node in, when it starts
 * @param publishMax until a message is confirmed
 * @param heartbeat pause between two heartbeats, at both ends of a connection; two missing ones
 *     close it
 * @param retryAfter pause before a reader connects again
 * @param idleMax time without a message after which the reader of a shard asks for messages anew
 * @param shardPrefetch unconfirmed messages of a shard that this node may have
 * @param nodePrefetch the same of messages for this node and for all nodes
 * @param queueBytesMax of messages that wait in one queue; the oldest are dropped first
 */
public record RabbitLimits(
    Duration connectMax,
    Duration handshakeMax,
    Duration answerMax,
    Duration declareMax,
    Duration startMax,
    Duration publishMax,
    Duration heartbeat,
    Duration retryAfter,
    Duration idleMax,
    int shardPrefetch,
    int nodePrefetch,
    long queueBytesMax) {

  /**
   * A living server accepts within milliseconds, so a node soon leaves a halted one for the next.
   * After an outage a cluster can make no queues for some seconds, so a start may take half a
   * minute. Publishing ends when the messages expire. The pause of 100 ms after a broken connection
   * gives a cluster time to elect new leaders.
   *
   * <p>A quorum queue that was deleted and made again can keep what it has for a reader that never
   * gets it (RabbitMQ 3.10, one time in thirty here). A new channel gets it. It costs the server
   * less than a millisecond, so each shard without messages has a new one every five seconds.
   *
   * <p>A shard's messages are confirmed some milliseconds after they came, when they are committed.
   * 32 of them carry up to 32,000 envelopes, so a lane is never idle while its queue is not empty,
   * and a node that dies leaves little to be read again. Messages for a node are taken at once.
   *
   * <p>32 MB are more than a lane decides in the two seconds that a message lives.
   */
  public static final RabbitLimits DEFAULTS =
      new RabbitLimits(
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          32,
          64,
          32L << 20);

  /**
   * Time after which a channel is given up whose queue answers nothing. A message is lost to its
   * sender earlier, but a new channel would have to make itself known to the queue again.
   */
  Duration stuckMax() {
    return publishMax.multipliedBy(3);
  }

  public RabbitLimits {
    if (heartbeat.toSeconds() < 1) {
      throw new IllegalArgumentException("a heartbeat is of whole seconds, not " + heartbeat);
    }
    if (shardPrefetch < 1 || nodePrefetch < 4) {
      throw new IllegalArgumentException("a reader must have room for some messages");
    }
  }
}
