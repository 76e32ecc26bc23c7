package tercet.tools;

import java.time.Duration;
import picocli.CommandLine.Option;
import tercet.server.command.DurationConverter;
import tercet.testing.verifier.bench.LoadPlan;
import tercet.testing.verifier.bench.Mix;
import tercet.testing.verifier.bench.Skew;

/** Options of commands that measure several shops in turn, each with unique checkouts only. */
final class SeriesOptions extends LoadOptions {
  @Option(
      names = {"--duration", "--seconds"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "5s",
      description = "Length of one measurement.")
  private Duration duration = Duration.ofSeconds(5);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Repetitions of all measurements; the table shows medians.")
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
    return checked(() ->
        new LoadPlan(
            name,
            duration,
            warmUp(),
            connections() * nodes,
            pace(),
            records(),
            skew,
            Mix.parse("checkout"),
            true));
  }
}
