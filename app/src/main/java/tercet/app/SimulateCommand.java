package tercet.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;
import tercet.simulator.Options;
import tercet.simulator.Simulation;

/** The command {@code tercet simulate}: thousands of shops with faults, each from one seed. */
@Command(
    name = "simulate",
    description = "Simulates shops with faults, and checks that every promise is kept.")
final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      description = "Explains the options.")
  private boolean help;

  /** Read by the simulator itself, which prints them again in the commands that replay a seed. */
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    if (help) {
      System.out.print(Options.USAGE);
      return 0;
    }
    return Simulation.run(arguments, System.out);
  }
}
