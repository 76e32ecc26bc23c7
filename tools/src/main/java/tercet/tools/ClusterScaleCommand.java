package tercet.tools;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.testbed.cluster.ClusterRegistry;
import tercet.testing.testbed.cluster.NodeCounts;

/** The command {@code tercet cluster scale}. */
@Command(
    name = "scale",
    description = {
      "Changes how many nodes a cluster has while it runs, up or down, and returns when the others"
          + " know. Nodes with stores of their own cannot be scaled."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClusterScaleCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the cluster.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "GROUP=N",
      description = "Nodes of a group, for example stock=4; or a number for every service.")
  private List<String> counts = List.of();

  @Override
  protected ExitStatus run() {
    NodeCounts asked =
        checked(() -> BlueprintOptions.counts("a number of nodes", String.join(",", counts)));
    ClusterRegistry clusters = ClusterRegistry.ofThisUser();
    boolean isUp = checked(() -> clusters.scale(name, asked));
    if (!isUp) {
      throw usage("the cluster " + name + " is not up");
    }
    out().print(clusters.report(name));
    out().flush();
    return ExitStatus.RIGHT;
  }
}
