package tercet.runtime.broker;

/**
 * Counts of messages through a broker since the start.
 *
 * @param reachable whether the broker takes messages for all recipients, as far as is known
 * @param waiting envelopes that are to be sent
 * @param sent envelopes that the broker took
 * @param messages that the broker took; {@code sent} divided by this is the size of a batch
 * @param full envelopes dropped because too many were waiting
 * @param lost envelopes dropped because the broker did not take them, or because no node is there
 * @param received envelopes that came
 * @param ageMillis how long the last message from a shard's queue was under way, by the clocks of
 *     sender and receiver; 0 before the first
 * @param old envelopes dropped because they were under way for too long
 * @param refused envelopes dropped because the node had no room until they were too old, or because
 *     they were for another node
 * @param malformed envelopes that this version cannot read
 */
public record BrokerStatistics(
    boolean reachable,
    int waiting,
    long sent,
    long messages,
    long full,
    long lost,
    long received,
    long ageMillis,
    long old,
    long refused,
    long malformed) {}
