package tercet.server.command;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tercet.server.config.Configuration;

/** Options for measuring a shop and for breaking it. */
final class TestOptions {
  @Option(
      names = "--no-fusion",
      description =
          "Commit and send each message of a checkout by itself, as between nodes, instead of "
              + "all together. To compare protocols.")
  private boolean noFusion;

  @Option(
      names = "--test-hooks",
      description = "For tests: allow --halt-at and --message-delay, which harm a shop.")
  private boolean testHooks;

  @Option(
      names = "--message-delay",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "0s",
      description = "For tests: delay each message at random by up to this; implies --no-fusion.")
  private Duration messageDelay = Duration.ZERO;

  @Option(
      names = "--halt-at",
      paramLabel = "POINT",
      description = {
        "For tests: end as if by kill -9 when a point is reached for the N-th time.",
        "POINT is MOMENT:TYPE:N, for example after-commit:tcc.Held:20.",
        "MOMENT is before-commit, after-commit, before-send or after-send.",
        "TYPE is the type of a record or message; an unknown one prints all.",
        "With :pause behind it, the process stands still there until SIGCONT."
      })
  private @Nullable String haltAt;

  @Option(
      names = "--noop-route",
      description = "Serve POST /noop, which does nothing, as a baseline for measurements.")
  private boolean noopRoute;

  /**
   * The hooks that were chosen.
   *
   * @throws IllegalArgumentException with a sentence if something needs {@code --test-hooks}
   */
  Configuration.TestHooks choice() {
    if (!testHooks && (haltAt != null || !messageDelay.isZero())) {
      throw new IllegalArgumentException(
          "%s harms a shop and is for tests: it needs --test-hooks, too"
              .formatted(haltAt == null ? "--message-delay" : "--halt-at"));
    }
    return new Configuration.TestHooks(noopRoute, noFusion, messageDelay, haltAt);
  }
}
