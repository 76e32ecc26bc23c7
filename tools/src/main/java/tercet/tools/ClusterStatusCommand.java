package tercet.tools;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.testbed.cluster.ClusterRegistry;

/** The command {@code tercet cluster status}. */
@Command(
    name = "status",
    description = "Lists the clusters that are up, with the state of each member.",
    mixinStandardHelpOptions = true)
final class ClusterStatusCommand extends Subcommand {
  @Override
  protected ExitStatus run() {
    PrintWriter out = out();
    ClusterRegistry clusters = ClusterRegistry.ofThisUser();
    List<String> reports =
        clusters.names().stream().map(clusters::report).filter(Objects::nonNull).toList();
    if (reports.isEmpty()) {
      out.println("No cluster is up.");
    }
    reports.forEach(out::print);
    out.flush();
    return ExitStatus.RIGHT;
  }
}
