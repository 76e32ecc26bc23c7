package tercet.tools;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.testbed.cluster.ClusterRegistry;

/** The command {@code tercet cluster down}. */
@Command(
    name = "down",
    description = {
      "Ends all processes of a cluster and deletes its data, also after its supervisor was"
          + " killed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClusterDownCommand extends Subcommand {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the cluster.")
  private @Nullable String name;

  @Option(names = "--all", description = "All clusters that are up.")
  private boolean all;

  @Override
  protected ExitStatus run() {
    ClusterRegistry clusters = ClusterRegistry.ofThisUser();
    PrintWriter out = out();
    for (String one : chosen(clusters)) {
      if (!clusters.end(one)) {
        throw new ParameterException(
            commandLine(), "the cluster " + one + " is not up" + whichAre(clusters));
      }
      out.println(one + " is down.");
      out.flush();
    }
    return ExitStatus.RIGHT;
  }

  private List<String> chosen(ClusterRegistry clusters) {
    String given = name;
    if (all == (given != null)) {
      throw new ParameterException(
          commandLine(), "name the cluster to end, or use --all" + whichAre(clusters));
    }
    return given == null ? clusters.names() : List.of(given);
  }

  private static String whichAre(ClusterRegistry clusters) {
    List<String> names = clusters.names();
    return names.isEmpty() ? "; none is up" : "; up are " + String.join(", ", names);
  }
}
