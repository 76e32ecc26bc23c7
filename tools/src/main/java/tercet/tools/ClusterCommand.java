package tercet.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code tercet cluster}: whole clusters on this machine. */
@Command(
    name = "cluster",
    description = {
      "Starts and ends clusters on this machine: real nodes, servers and a proxy, each in",
      "processes of its own, in the background."
    },
    mixinStandardHelpOptions = true,
    subcommands = {ClusterUpCommand.class, ClusterStatusCommand.class, ClusterDownCommand.class})
final class ClusterCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
