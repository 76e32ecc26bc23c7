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

/** How commands that measure put load on a shop. */
class LoadOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

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
      description = {
        "Requests under way at once: each connection waits for its answer.",
        "In bench postgres for each node of a service."
      })
  private int connections = 128;

  @Option(
      names = "--records",
      paramLabel = "N",
      description = "Items and users; orders as many as are needed.")
  private int records = 100_000;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "So many requests start every second, whether or not earlier ones "
              + "were answered (open loop). Without it as many as get answers "
              + "(closed loop), and so it is in bench without --url.")
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
   * @throws IllegalArgumentException if nobody can keep it
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
