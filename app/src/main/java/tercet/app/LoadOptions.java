package tercet.app;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tercet.judge.bench.LoadPlan;
import tercet.judge.bench.Mix;
import tercet.judge.bench.Skew;
import tercet.judge.http.Pace;

/** Options of commands that measure several shops in turn, each with unique checkouts only. */
final class LoadOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

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

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = {
        "Checkouts per second, evenly spaced whatever the shop does.",
        "Without it each connection asks again when it has an answer."
      })
  private @Nullable Double rate;

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
    Double perSecond = rate;
    try {
      return new LoadPlan(
          name,
          duration,
          warmUp,
          connections * nodes,
          perSecond == null ? new Pace.ClosedLoop() : new Pace.OpenLoop(perSecond),
          records,
          skew,
          Mix.parse("checkout"),
          true);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
