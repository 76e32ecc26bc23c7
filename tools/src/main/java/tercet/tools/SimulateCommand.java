package tercet.tools;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.simulator.Options;
import tercet.testing.simulator.SimulateOptions;
import tercet.testing.simulator.Simulation;

/** The command {@code tercet simulate}: thousands of shops with faults, each from one seed. */
@Command(
    name = "simulate",
    description = "Simulates shops with faults, and checks that every promise is kept.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every promise was kept",
      "1:a promise was broken; the first one is shown",
      "2:it could not be simulated"
    })
final class SimulateCommand extends Subcommand {
  @Mixin private SimulateOptions said = new SimulateOptions();

  @Override
  protected ExitStatus run() {
    Options options = checked(() -> said.options(System.nanoTime() >>> 1));
    return ExitStatus.of(new Simulation(options, System.out).run());
  }
}
