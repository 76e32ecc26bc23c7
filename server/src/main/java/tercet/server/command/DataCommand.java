package tercet.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code tercet data}: data folders that no process serves. */
@Command(
    name = "data",
    description = "Looks after a data folder whose process is stopped.",
    mixinStandardHelpOptions = true,
    subcommands = DataCheckCommand.class)
final class DataCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
