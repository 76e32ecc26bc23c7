package tercet.testing.verifier.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.http.Pace;

/**
 * The plan of a measurement.
 *
 * @param name of the run, to tell it from others
 * @param duration of the measurement
 * @param warmUp before it, on records of its own; zero for none
 * @param connections at most so many requests are under way at once
 * @param pace when requests start
 * @param records items and users
 * @param skew of the popularity of items
 * @param mix of calls
 * @param compares whether the books are compared at the end
 */
public record LoadPlan(
    String name,
    Duration duration,
    Duration warmUp,
    int connections,
    Pace pace,
    int records,
    Skew skew,
    Mix mix,
    boolean compares) {
  private static final double MILLIS_PER_SECOND = 1_000;

  public LoadPlan {
    check(duration.isPositive(), "the duration is above 0, not " + duration);
    check(!warmUp.isNegative(), "the warm-up is not negative");
    check(records >= 1, "records are at least 1, not " + records);
    check(
        connections >= 1 && connections <= LoadSettings.CONNECTIONS_MAX,
        "connections are 1 to " + LoadSettings.CONNECTIONS_MAX + ", not " + connections);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** For a person, the most important first. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("load", load());
    settings.put("mix", mix.toString());
    settings.put("skew", skew.toString());
    settings.put("records", "%,d".formatted(records));
    settings.put("duration", "%.1f s".formatted(duration.toMillis() / MILLIS_PER_SECOND));
    settings.put("client processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    return settings;
  }

  private String load() {
    return switch (pace) {
      case Pace.ClosedLoop _ -> "closed loop, %,d connections".formatted(connections);
      case Pace.OpenLoop(double rate) ->
          "open loop, %,.0f requests/s over %,d connections".formatted(rate, connections);
    };
  }
}
