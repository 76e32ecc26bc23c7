package tercet.bench;

import java.time.Duration;
import tercet.judge.http.LoadSettings;

/**
 * How a benchmark is run.
 *
 * @param seconds that one measurement takes, unless it runs out of orders
 * @param warmUp before the first round, of each thing that is measured
 * @param rounds of do-nothing requests and checkouts in turn
 * @param connections of the closed loops
 * @param records items, users and orders, each order checked out at most once per round
 */
record BenchSettings(Duration seconds, Duration warmUp, int rounds, int connections, int records) {
  BenchSettings {
    check(rounds >= 1, "rounds are at least 1, not " + rounds);
    check(
        connections >= 1 && connections <= LoadSettings.CONNECTIONS_MAX,
        "connections are 1 to " + LoadSettings.CONNECTIONS_MAX + ", not " + connections);
    check(records >= 1, "records are at least 1, not " + records);
    check(seconds.isPositive(), "seconds are above 0, not " + seconds);
    check(warmUp.isPositive(), "warm-up seconds are above 0, not " + warmUp);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
