package tercet.bench;

import picocli.CommandLine;

/** {@code ./tercet bench}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchCommand()).execute(arguments));
  }
}
