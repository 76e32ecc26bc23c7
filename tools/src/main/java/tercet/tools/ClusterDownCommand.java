package tercet.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tercet.clusters.KeptClusters;

/** The command {@code tercet cluster down}. */
@Command(
    name = "down",
    description = {
      "Ends a cluster with all its processes, and deletes everything that it has written;",
      "also what is left of one whose keeper was killed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClusterDownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which cluster.")
  private @Nullable String name;

  @Option(names = "--all", description = "All clusters that are up.")
  private boolean all;

  @Override
  public Integer call() {
    KeptClusters clusters = KeptClusters.ofThisUser();
    PrintWriter out = spec.commandLine().getOut();
    for (String one : chosen(clusters)) {
      if (!clusters.end(one)) {
        throw new ParameterException(
            spec.commandLine(), "the cluster " + one + " is not up" + whichAre(clusters));
      }
      out.println(one + " is down.");
      out.flush();
    }
    return 0;
  }

  private List<String> chosen(KeptClusters clusters) {
    String given = name;
    if (all == (given != null)) {
      throw new ParameterException(
          spec.commandLine(), "name the cluster to end, or say --all" + whichAre(clusters));
    }
    return given == null ? clusters.names() : List.of(given);
  }

  private static String whichAre(KeptClusters clusters) {
    List<String> names = clusters.names();
    return names.isEmpty() ? "; none is up" : "; up are " + String.join(", ", names);
  }
}
