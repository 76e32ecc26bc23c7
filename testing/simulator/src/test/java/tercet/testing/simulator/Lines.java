package tercet.testing.simulator;

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
    SimulateOptions options = new SimulateOptions();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(words(arguments));
    return options.options(fresh);
  }

  private static String[] words(String arguments) {
    return arguments.isBlank() ? new String[0] : arguments.strip().split(" +", -1);
  }
}
