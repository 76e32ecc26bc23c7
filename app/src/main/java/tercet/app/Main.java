package tercet.app;

import java.io.PrintWriter;
import picocli.CommandLine;

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
    commandLine.setDefaultValueProvider(new ConfigurationSources(System.getenv()));
    commandLine.setParameterExceptionHandler((exception, wrong) -> {
      PrintWriter err = exception.getCommandLine().getErr();
      String command = exception.getCommandLine().getCommandSpec().qualifiedName();
      err.println("tercet: " + exception.getMessage());
      err.println("'" + command + " --help' explains every option.");
      return CommandLine.ExitCode.USAGE;
    });
    commandLine.setExecutionExceptionHandler((exception, failed, parsed) -> {
      if (exception instanceof StartFailedException) {
        failed.getErr().println("tercet: " + exception.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
      }
      throw exception;
    });
    return commandLine;
  }
}
