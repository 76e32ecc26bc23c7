package tercet.transport.rabbitmq;

/**
 * Figures of a node since the start.
 *
 * @param connections that were made
 * @param broken connections among them that did not end by this node's will
 * @param stuck channels that were given up because a queue confirmed no message on them for long
 * @param refused rounds of messages in which a server refused one
 * @param returned messages to a shard whose queue was not there
 * @param blocked how often a server stopped taking messages because it was short of memory or disk
 * @param blockedNow connections on which a server takes no messages now
 * @param redelivered messages to a shard that had been handed to a reader before
 */
public record RabbitStatistics(
    long connections,
    long broken,
    long stuck,
    long refused,
    long returned,
    long blocked,
    int blockedNow,
    long redelivered) {}
