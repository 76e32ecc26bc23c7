package tercet.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tercet.judge.shop.BrokenContractException;
import tercet.judge.shop.NoShopException;
import tercet.judge.shop.UnexpectedReplyException;
import tercet.judge.shop.UnreadableShopException;
import tercet.kernel.Protocol;
import tercet.kernel.saga.StepOrder;
import tercet.servers.ServerFailedException;

/** Where the process begins. */
public final class Main {
  private static final int USAGE_COLUMNS = 100;

  /** How the program was called, for messages that can be pasted; set by the script. */
  private static final String COMMAND_PROPERTY = "tercet.command";

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine(arguments).execute(arguments));
  }

  /**
   * All commands, with their errors as sentences. A shop that starts does not load those that judge
   * it: it may be waited for.
   */
  static CommandLine commandLine(String... arguments) {
    CommandLine commandLine = new CommandLine(new TercetCommand());
    commandLine.setCommandName(System.getProperty(COMMAND_PROPERTY, "tercet"));
    if (arguments.length == 0 || !arguments[0].equals("run")) {
      commandLine
          .addSubcommand(new VerifyCommand())
          .addSubcommand(new BenchCommand())
          .addSubcommand(new ClusterCommand())
          .addSubcommand(new ChaosCommand())
          .addSubcommand(new DataCommand());
    }
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.registerConverter(Protocol.class, new WordConverter<>(Protocol.values()));
    commandLine.registerConverter(StepOrder.class, new WordConverter<>(StepOrder.values()));
    commandLine.registerConverter(
        StoreChoice.Name.class, new WordConverter<>(StoreChoice.Name.values()));
    commandLine.setUsageHelpWidth(USAGE_COLUMNS);
    // The configuration is the shop's; what judges it is told by its command line alone.
    CommandLine run = commandLine.getSubcommands().get("run");
    Objects.requireNonNull(run).setDefaultValueProvider(new ConfigurationSources(System.getenv()));
    commandLine.setParameterExceptionHandler((exception, wrong) -> {
      PrintWriter err = exception.getCommandLine().getErr();
      String command = exception.getCommandLine().getCommandSpec().qualifiedName();
      err.println("tercet: " + Redaction.of(sentence(exception)));
      err.println("'" + command + " --help' explains every option.");
      return CommandLine.ExitCode.USAGE;
    });
    commandLine.setExecutionExceptionHandler((exception, failed, parsed) -> {
      int status =
          switch (exception) {
            case StartFailedException _ -> CommandLine.ExitCode.SOFTWARE;
            // What cannot be measured or judged is not wrong.
            case ServerFailedException _,
                NoShopException _,
                UnexpectedReplyException _,
                UnreadableShopException _,
                BrokenContractException _,
                IOException _ ->
                CommandLine.ExitCode.USAGE;
            default -> throw exception;
          };
      failed.getErr().println("tercet: " + Redaction.of(sentence(exception)));
      return status;
    });
    return commandLine;
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

  private static @Nullable String sentence(Exception exception) {
    return switch (exception) {
      case UnexpectedReplyException _ ->
          "the records for it cannot be made: %s%nThe shop must speak all calls of the contract."
              .formatted(exception.getMessage());
      case IOException _ -> exception.toString();
      default -> exception.getMessage();
    };
  }
}
