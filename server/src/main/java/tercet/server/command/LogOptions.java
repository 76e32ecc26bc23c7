package tercet.server.command;

import java.util.Locale;
import picocli.CommandLine.Option;
import tercet.gateway.operate.LogLevel;

/** Options of the log, which goes to standard error. */
final class LogOptions {
  @Option(
      names = "--log-format",
      paramLabel = "NAME",
      description =
          "Form of the log on standard error: ${COMPLETION-CANDIDATES}; json has an object per line"
              + " for programs that collect logs.")
  private Format format = Format.TEXT;

  @Option(
      names = "--log-level",
      paramLabel = "NAME",
      description =
          "What is logged: ${COMPLETION-CANDIDATES}. POST /log of the administrative port changes"
              + " it while the process runs.")
  private LogLevel level = LogLevel.INFO;

  /** The form of the log. */
  enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  void start() {
    Logging.start(format, level);
  }
}
