package tercet.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import tercet.judge.shop.BrokenContractException;
import tercet.judge.shop.NoShopException;
import tercet.judge.shop.UnexpectedReplyException;
import tercet.judge.shop.UnreadableShopException;

/** Where the process begins. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** All commands, with their errors as sentences. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new TercetCommand());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    // The configuration is the shop's; what judges it is told by its command line alone.
    CommandLine run = commandLine.getSubcommands().get("run");
    Objects.requireNonNull(run).setDefaultValueProvider(new ConfigurationSources(System.getenv()));
    commandLine.setParameterExceptionHandler((exception, wrong) -> {
      PrintWriter err = exception.getCommandLine().getErr();
      String command = exception.getCommandLine().getCommandSpec().qualifiedName();
      err.println("tercet: " + exception.getMessage());
      err.println("'" + command + " --help' explains every option.");
      return CommandLine.ExitCode.USAGE;
    });
    commandLine.setExecutionExceptionHandler((exception, failed, parsed) -> {
      return switch (exception) {
        case StartFailedException _ -> fail(failed, exception, CommandLine.ExitCode.SOFTWARE);
        case NoShopException _,
            UnexpectedReplyException _,
            UnreadableShopException _,
            BrokenContractException _ ->
            fail(failed, exception, CommandLine.ExitCode.USAGE);
        case IOException _ -> {
          failed.getErr().println("tercet: " + exception);
          yield CommandLine.ExitCode.USAGE;
        }
        default -> throw exception;
      };
    });
    return commandLine;
  }

  private static int fail(CommandLine failed, Exception exception, int status) {
    failed.getErr().println("tercet: " + exception.getMessage());
    return status;
  }
}
