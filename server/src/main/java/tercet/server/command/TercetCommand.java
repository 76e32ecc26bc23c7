package tercet.app;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tercet.simulator.SimulateCommand;

/** The command {@code tercet}: says what can be done. */
@Command(
    name = "tercet",
    description = "A shop whose checkout is one transaction across orders, stock and payment.",
    mixinStandardHelpOptions = true,
    versionProvider = TercetCommand.Version.class,
    subcommands = {RunCommand.class, SimulateCommand.class})
final class TercetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: " + List.copyOf(spec.subcommands().keySet()));
  }

  /** Reads the version from the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"tercet " + (version == null ? "(not packaged)" : version)};
    }
  }
}
