package tercet.runtime.broker;

import java.time.Duration;

/**
 * How a node speaks through a broker.
 *
 * @param queueMax envelopes that wait for one recipient, and as many for the thread that sends;
 *     more are dropped
 * @param batchMax envelopes in one message
 * @param underWayMax messages to one recipient that the broker has not confirmed
 * @param waitMax time after which an envelope is dropped that could not be sent
 * @param lifetime age at which a message is dropped, at a sender, the broker or a reader. By then
 *     its sender has sent it again. The kernel relies on this limit
 * @param signEvery pause between two signs of life of this node
 * @param goneAfter time without a sign after which a node is suspected
 * @param retryMin pause after the broker did not take a message; it doubles each time
 * @param retryMax the longest such pause
 * @param roomEvery how often a message that found no room is offered again
 */
public record BrokerSettings(
    int queueMax,
    int batchMax,
    int underWayMax,
    Duration waitMax,
    Duration lifetime,
    Duration signEvery,
    Duration goneAfter,
    Duration retryMin,
    Duration retryMax,
    Duration roomEvery) {

  /**
   * A sign of life costs each node a message, so four a second are cheap. A node is suspected after
   * six missing signs, so a pause of its garbage collector or a moment without processor time is no
   * death. A wrong suspicion gives its shards two readers for a while. The lifetime is that of all
   * transports.
   *
   * <p>With one message under way an envelope would wait for half of the time that a confirmation
   * takes, with three for a sixth. More would make messages small, which costs processor time.
   */
  public static final BrokerSettings DEFAULTS =
      new BrokerSettings(
          20_000,
          1_000,
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofMillis(250),
          Duration.ofMillis(1_500),
          Duration.ofMillis(20),
          Duration.ofMillis(500),
          Duration.ofMillis(1));

  public BrokerSettings {
    if (queueMax < 1 || batchMax < 1 || underWayMax < 1) {
      throw new IllegalArgumentException("a queue and a batch must have room for one envelope");
    }
    for (Duration duration : new Duration[] {waitMax, lifetime, signEvery, retryMin, roomEvery}) {
      if (!duration.isPositive()) {
        throw new IllegalArgumentException("not a time to wait: " + duration);
      }
    }
    if (goneAfter.compareTo(signEvery.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException("a node would be missed that shows itself on time");
    }
    if (retryMax.compareTo(retryMin) < 0) {
      throw new IllegalArgumentException("the longest pause is shorter than the first");
    }
  }
}
