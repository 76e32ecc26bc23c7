package tercet.tools;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tercet.server.command.DurationConverter;
import tercet.server.command.Subcommand;
import tercet.testing.verifier.http.Pace;

/** Options of commands that put load on a shop. */
class LoadOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "5s",
      description = "Length of the load before the measurement.")
  private Duration warmUp = Duration.ofSeconds(5);

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = {
        "Connections, up to 20000; each has one request under way.",
        "In bench postgres: for each node of a service."
      })
  private int connections = 128;

  @Option(
      names = "--records",
      paramLabel = "N",
      description = "Items and users; there are as many orders as the load needs.")
  private int records = 100_000;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Requests that start every second, whether or not earlier ones were answered (open "
              + "loop). Without it each connection sends its next request after the answer (closed "
              + "loop), as bench without --url always does.")
  private @Nullable Double rate;

  Duration warmUp() {
    return warmUp;
  }

  int connections() {
    return connections;
  }

  int records() {
    return records;
  }

  /**
   * @throws IllegalArgumentException if it cannot be carried out
   */
  Pace pace() {
    Double perSecond = rate;
    return perSecond == null ? new Pace.ClosedLoop() : new Pace.OpenLoop(perSecond);
  }

  /** Reports an invalid plan as a usage error. */
  <T> T checked(Supplier<T> plan) {
    return Subcommand.checked(command.commandLine(), plan);
  }
}
