package tercet.app;

import java.time.Duration;
import picocli.CommandLine.Option;
import tercet.judge.bench.LoadPlan;
import tercet.judge.bench.Mix;
import tercet.judge.bench.Skew;
import tercet.judge.http.Pace;

/** Options of commands that measure several shops in turn, each with unique checkouts only. */
final class LoadOptions {
  @Option(
      names = {"--duration", "--seconds"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "5s",
      description = "Length of one measurement.")
  private Duration duration = Duration.ofSeconds(5);

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "5s",
      description = "The same before it is measured.")
  private Duration warmUp = Duration.ofSeconds(5);

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Requests under way at once; where services have several nodes, for each.")
  private int connections = 128;

  @Option(names = "--records", paramLabel = "N", description = "Items and users.")
  private int records = 100_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often all is measured; the table shows medians.")
  private int rounds = 1;

  int rounds() {
    return rounds;
  }

  Duration duration() {
    return duration;
  }

  /**
   * @param nodes of each service
   */
  LoadPlan plan(String name, int nodes, Skew skew) {
    return new LoadPlan(
        name,
        duration,
        warmUp,
        connections * nodes,
        new Pace.ClosedLoop(),
        records,
        skew,
        Mix.parse("checkout"),
        true);
  }
}
