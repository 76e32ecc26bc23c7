package tercet.server.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tercet.server.config.ClusterConfig;

/** Options of a node among others. */
final class ClusterOptions {
  @Option(
      names = "--cluster",
      paramLabel = "FILE",
      description =
          "Run one node of the cluster in this file, which has the roles, the addresses and the"
              + " number of shards. All nodes need the same secret in the environment variable "
              + ClusterConfig.SECRET_VARIABLE
              + ".")
  private @Nullable Path file;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "Name of this node in the cluster file.")
  private @Nullable String node;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "Transport between nodes, the same for all: ${COMPLETION-CANDIDATES}.")
  private ClusterConfig.WireName transport = ClusterConfig.WireName.HTTP;

  /**
   * Null if the process runs alone.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  @Nullable ClusterConfig membership() {
    Path given = file;
    if (given == null) {
      if (node != null) {
        throw new IllegalArgumentException(
            "--node needs --cluster FILE: the file that has this node");
      }
      return null;
    }
    return ClusterConfig.read(given, node, transport, System.getenv(ClusterConfig.SECRET_VARIABLE));
  }
}
