package tercet.server.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tercet.gateway.operate.LogLevel;
import tercet.kernel.Protocol;
import tercet.kernel.saga.StepOrder;
import tercet.server.config.StoreChoice;
import tercet.server.config.TransportChoice;
import tercet.server.wiring.StartFailedException;

/** The command line {@code tercet}, with its errors as sentences. */
public final class Commands {
  static {
    // The platform reads it when the first logger is asked for; a log level has one.
    System.setProperty("java.util.logging.manager", Logging.LoggersToTheEnd.class.getName());
  }

  private static final int USAGE_COLUMNS = 100;

  /** How the program was called, for messages that can be pasted; set by the script. */
  private static final String COMMAND_PROPERTY = "tercet.command";

  private Commands() {}

  /** Explains failures that are no bugs. */
  @FunctionalInterface
  public interface Explanation {
    /** A sentence for a person; null if the exception is a bug, which needs its stack trace. */
    @Nullable String of(Exception failure);
  }

  /** The commands of a shop in production. */
  public static CommandLine ofServer() {
    return with(failure -> null);
  }

  /**
   * The same and more.
   *
   * @param explanation of failures of {@code more}
   */
  public static CommandLine with(Explanation explanation, Object... more) {
    CommandLine commandLine = new CommandLine(new TercetCommand());
    commandLine.setCommandName(System.getProperty(COMMAND_PROPERTY, "tercet"));
    for (Object command : more) {
      commandLine.addSubcommand(command);
    }
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.registerConverter(Protocol.class, new WordConverter<>(Protocol.values()));
    commandLine.registerConverter(LogLevel.class, new WordConverter<>(LogLevel.values()));
    commandLine.registerConverter(
        LogOptions.Format.class, new WordConverter<>(LogOptions.Format.values()));
    commandLine.registerConverter(StepOrder.class, new WordConverter<>(StepOrder.values()));
    commandLine.registerConverter(
        StoreChoice.Name.class, new WordConverter<>(StoreChoice.Name.values()));
    commandLine.registerConverter(
        RedisOptions.Durability.class, new WordConverter<>(RedisOptions.Durability.values()));
    commandLine.registerConverter(
        TransportChoice.Name.class, new WordConverter<>(TransportChoice.Name.values()));
    commandLine.setUsageHelpWidth(USAGE_COLUMNS);
    // The configuration is the shop's; other commands are told by their command line alone.
    CommandLine run = commandLine.getSubcommands().get("run");
    Objects.requireNonNull(run).setDefaultValueProvider(new ConfigurationSources(System.getenv()));
    commandLine.setParameterExceptionHandler((exception, wrong) -> usageError(exception));
    commandLine.setExecutionExceptionHandler(
        (exception, failed, parsed) -> failure(exception, failed, explanation));
    return commandLine;
  }

  private static int usageError(CommandLine.ParameterException exception) {
    PrintWriter err = exception.getCommandLine().getErr();
    String command = exception.getCommandLine().getCommandSpec().qualifiedName();
    err.println("tercet: " + Redaction.of(sentence(exception)));
    err.println("'" + command + " --help' explains every option.");
    return ExitStatus.IMPOSSIBLE.code();
  }

  private static int failure(Exception exception, CommandLine failed, Explanation explanation) {
    PrintWriter err = failed.getErr();
    String sentence =
        exception instanceof StartFailedException
            ? exception.getMessage()
            : explanation.of(exception);
    if (sentence == null) {
      err.println(Redaction.of(stackTrace(exception)));
    } else {
      err.println("tercet: " + Redaction.of(sentence));
    }
    Object command = failed.getCommand();
    return (command instanceof Subcommand ours ? ours.failed() : ExitStatus.IMPOSSIBLE).code();
  }

  private static String stackTrace(Exception exception) {
    StringWriter text = new StringWriter();
    exception.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static @Nullable String sentence(CommandLine.ParameterException exception) {
    return exception instanceof CommandLine.UnmatchedArgumentException unmatched
            && unmatched.getCommandLine().getParent() == null
        ? "there is no command '%s'; there are %s"
            .formatted(
                unmatched.getUnmatched().getFirst(),
                String.join(", ", unmatched.getCommandLine().getSubcommands().keySet()))
        : exception.getMessage();
  }
}
