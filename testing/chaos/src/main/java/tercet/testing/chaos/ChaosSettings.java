package tercet.testing.chaos;

import java.time.Duration;
import tercet.testing.verifier.bench.LoadCall;
import tercet.testing.verifier.bench.Mix;
import tercet.testing.verifier.http.LoadSettings;

/**
 * How a cluster is loaded and judged while it suffers.
 *
 * @param perSecond requests that start every second, whether or not earlier ones were answered; 0
 *     for half of what the shop can do in the warm-up, at most {@value #PER_SECOND_MAX}
 * @param connections at most so many requests are under way at once
 * @param records items and users
 * @param mix of calls
 * @param warmUp in a closed loop before the load; zero for none, if {@code perSecond} is given
 * @param lengthMin the load goes on for so long, though the plan may be over
 * @param lengthMax no fault begins later
 * @param recoveryMax how long the shop may take to be well again after a fault was undone
 * @param settleMax how long the books may take to be right after the load
 */
public record ChaosSettings(
    double perSecond,
    int connections,
    int records,
    Mix mix,
    Duration warmUp,
    Duration lengthMin,
    Duration lengthMax,
    Duration recoveryMax,
    Duration settleMax) {
  /**
   * More would need more connections: a member that is halted for 10 s while it has half of the
   * requests keeps {@code 400 / 2 * 6} of them waiting, and a customer without a connection would
   * look like a customer whom the shop did not serve.
   */
  static final int PER_SECOND_MAX = 400;

  /**
   * Buying, asking again, looking and paying in: calls that can be answered falsely, doubled or
   * lost.
   */
  public static final Mix USUAL_MIX =
      Mix.parse("checkout=80,repeat=5,find-order=5,find-item=5,add-funds=5");

  private static final double PER_SECOND_LEAST = 1;

  public ChaosSettings {
    check(
        perSecond == 0 || perSecond >= PER_SECOND_LEAST, "the rate is 1 or more, not " + perSecond);
    check(
        connections >= 1 && connections <= LoadSettings.CONNECTIONS_MAX,
        "connections are 1 to " + LoadSettings.CONNECTIONS_MAX + ", not " + connections);
    check(records >= 1, "records are at least 1, not " + records);
    check(mix.weights().containsKey(LoadCall.CHECKOUT), "the mix has no checkout");
    check(!warmUp.isNegative(), "the warm-up is not negative");
    check(
        warmUp.isPositive() || perSecond > 0,
        "without a warm-up the shop's rate is unknown: give a rate");
    check(
        !lengthMin.isNegative() && lengthMax.compareTo(lengthMin) >= 0,
        "the length is not negative");
    check(lengthMax.isPositive(), "the length is above 0");
    check(recoveryMax.isPositive(), "the time to recover is above 0, not " + recoveryMax);
    check(!settleMax.isNegative(), "the time to settle is not negative");
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The defaults of {@code tercet chaos}. */
  public static ChaosSettings usual() {
    return new ChaosSettings(
        0,
        1_500,
        100_000,
        USUAL_MIX,
        Duration.ofSeconds(5),
        Duration.ZERO,
        Duration.ofHours(1),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30));
  }

  /** The same with a rate that is known before. */
  public ChaosSettings withPerSecond(double other) {
    return new ChaosSettings(
        other, connections, records, mix, warmUp, lengthMin, lengthMax, recoveryMax, settleMax);
  }

  /** The same with so many items and users. */
  public ChaosSettings withRecords(int other) {
    return new ChaosSettings(
        perSecond, connections, other, mix, warmUp, lengthMin, lengthMax, recoveryMax, settleMax);
  }
}
