package tercet.testing.simulator;

import java.io.PrintStream;
import picocli.CommandLine;

/** Command lines as a person would write them. */
final class Lines {
  private Lines() {}

  /**
   * Reads what follows {@code tercet simulate}.
   *
   * @param fresh the seed if none is said
   */
  static Options options(String arguments, long fresh) {
    SimulateCommand command = new SimulateCommand();
    line(command).parseArgs(words(arguments));
    return command.options(fresh);
  }

  /** Runs what follows {@code tercet simulate}. */
  static int run(String arguments, PrintStream out) {
    return line(new SimulateCommand(out)).execute(words(arguments));
  }

  private static CommandLine line(SimulateCommand command) {
    return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static String[] words(String arguments) {
    return arguments.isBlank() ? new String[0] : arguments.strip().split(" +", -1);
  }
}
