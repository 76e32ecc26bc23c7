package tercet.tools;

import picocli.CommandLine.Command;
import tercet.server.command.CommandGroup;

/** The command {@code tercet cluster}: whole clusters on this machine. */
@Command(
    name = "cluster",
    description =
        "Starts and ends clusters on this machine: real nodes, servers and a proxy, each in "
            + "processes of its own, in the background.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ClusterUpCommand.class,
      ClusterStatusCommand.class,
      ClusterScaleCommand.class,
      ClusterDownCommand.class
    })
final class ClusterCommand extends CommandGroup {}
