package tercet.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tercet.clusters.KeptClusters;

/** The command {@code tercet cluster status}. */
@Command(
    name = "status",
    description = "Lists the clusters that are up, and how each of their members does.",
    mixinStandardHelpOptions = true)
final class ClusterStatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    KeptClusters clusters = KeptClusters.ofThisUser();
    List<String> reports =
        clusters.names().stream().map(clusters::report).filter(Objects::nonNull).toList();
    if (reports.isEmpty()) {
      out.println("No cluster is up.");
    }
    reports.forEach(out::print);
    out.flush();
    return 0;
  }
}
