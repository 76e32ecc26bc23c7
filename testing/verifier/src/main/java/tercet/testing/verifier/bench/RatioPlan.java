package tercet.testing.verifier.bench;

import java.time.Duration;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.http.Pace;

/**
 * How a {@link RatioTest} is run.
 *
 * @param duration of one measurement, unless it runs out of orders
 * @param warmUp before the first round, of each thing that is measured
 * @param rounds of do-nothing requests and checkouts in turn
 * @param connections of the closed loops
 * @param records items, users and orders, each order checked out at most once per round
 */
public record RatioPlan(
    Duration duration, Duration warmUp, int rounds, int connections, int records) {
  /** To fill a shop with 100,000 records of each kind, and to read them at the end. */
  private static final Duration PREPARING_GUESS = Duration.ofSeconds(4);

  public RatioPlan {
    check(rounds >= 1, "rounds are at least 1, not " + rounds);
    check(
        connections >= 1 && connections <= LoadSettings.CONNECTIONS_MAX,
        "connections are 1 to " + LoadSettings.CONNECTIONS_MAX + ", not " + connections);
    check(records >= 1, "records are at least 1, not " + records);
    check(duration.isPositive(), "the duration is above 0, not " + duration);
    check(warmUp.isPositive(), "the warm-up is above 0, not " + warmUp);
  }

  /** About how long all of it takes, with the filling of the shop and the reading of its books. */
  public Duration durationGuess() {
    Duration measured = duration.multipliedBy(2L * rounds + 1).plus(warmUp.multipliedBy(2));
    return measured.plus(PREPARING_GUESS.multipliedBy(rounds + 2L));
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  LoadPlan measuring(String name, LoadCall call, Pace pace) {
    return loading(name, call, pace, duration);
  }

  LoadPlan warmingUp(LoadCall call) {
    return loading("warm-up", call, new Pace.ClosedLoop(), warmUp);
  }

  private LoadPlan loading(String name, LoadCall call, Pace pace, Duration time) {
    return new LoadPlan(
        name,
        time,
        Duration.ZERO,
        connections,
        pace,
        records,
        new Skew.Uniform(),
        Mix.of(call),
        false);
  }
}
