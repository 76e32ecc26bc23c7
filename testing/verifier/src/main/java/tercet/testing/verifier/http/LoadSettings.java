package tercet.testing.verifier.http;

import java.time.Duration;

/**
 * How a run is driven, and when it ends. It ends at the first of: nothing left to ask, {@code
 * duration} over, {@code requestsMax} sent, {@link LoadClient#stop}, server gone. The run then
 * waits for requests in flight.
 *
 * @param connections held open, 1 to {@value #CONNECTIONS_MAX}; at most so many requests in flight
 * @param pace when requests start
 * @param duration from the first request to the last start of a request
 * @param requestsMax at most so many are sent
 * @param requestTimeout from sending to the complete answer; then the connection is given up
 * @param reopenPauseMax between attempts to open a connection again; the first follow faster
 * @param goneAfter the run ends if for so long not one connection could be opened; it begins with
 *     fewer if for so long no more were open at once than before
 */
public record LoadSettings(
    int connections,
    Pace pace,
    Duration duration,
    long requestsMax,
    Duration requestTimeout,
    Duration reopenPauseMax,
    Duration goneAfter) {
  /** To one address a machine has about 28,000 ports of its own by default. */
  public static final int CONNECTIONS_MAX = 20_000;

  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);

  public LoadSettings {
    if (connections < 1 || connections > CONNECTIONS_MAX) {
      throw new IllegalArgumentException(
          "connections are 1 to " + CONNECTIONS_MAX + ", not " + connections);
    }
    if (requestsMax < 0) {
      throw new IllegalArgumentException("requestsMax is negative: " + requestsMax);
    }
    checkPositive("duration", duration);
    checkPositive("requestTimeout", requestTimeout);
    checkPositive("reopenPauseMax", reopenPauseMax);
    checkPositive("goneAfter", goneAfter);
  }

  /** A closed loop until the workload has no more. */
  public static LoadSettings closedLoop(int connections) {
    return of(connections, new Pace.ClosedLoop());
  }

  /** An open loop until the workload has no more. */
  public static LoadSettings openLoop(int connections, double perSecond) {
    return of(connections, new Pace.OpenLoop(perSecond));
  }

  private static LoadSettings of(int connections, Pace pace) {
    return new LoadSettings(
        connections,
        pace,
        AS_LONG_AS_IT_TAKES,
        Long.MAX_VALUE,
        // Twice the time that a checkout may take by default (CONTRACT: deadline 5 s).
        Duration.ofSeconds(10),
        Duration.ofMillis(200),
        Duration.ofSeconds(30));
  }

  public LoadSettings withConnections(int connections) {
    return new LoadSettings(
        connections, pace, duration, requestsMax, requestTimeout, reopenPauseMax, goneAfter);
  }

  public LoadSettings withPace(Pace pace) {
    return new LoadSettings(
        connections, pace, duration, requestsMax, requestTimeout, reopenPauseMax, goneAfter);
  }

  public LoadSettings withDuration(Duration duration) {
    return new LoadSettings(
        connections, pace, duration, requestsMax, requestTimeout, reopenPauseMax, goneAfter);
  }

  public LoadSettings withRequestsMax(long requestsMax) {
    return new LoadSettings(
        connections, pace, duration, requestsMax, requestTimeout, reopenPauseMax, goneAfter);
  }

  public LoadSettings withRequestTimeout(Duration requestTimeout) {
    return new LoadSettings(
        connections, pace, duration, requestsMax, requestTimeout, reopenPauseMax, goneAfter);
  }

  public LoadSettings withGoneAfter(Duration goneAfter) {
    return new LoadSettings(
        connections, pace, duration, requestsMax, requestTimeout, reopenPauseMax, goneAfter);
  }

  private static void checkPositive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be above 0: " + duration);
    }
  }
}
