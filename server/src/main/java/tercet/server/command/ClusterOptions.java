package tercet.server.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tercet.server.config.ClusterConfig;

/** Options of a node among others. */
final class ClusterOptions {
  @Option(
      names = "--cluster",
      paramLabel = "FILE",
      description =
          "Run one node of the cluster in this file, which has the roles, the addresses and the"
              + " number of shards.")
  private @Nullable Path file;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "Name of this node in the cluster file.")
  private @Nullable String node;

  @Mixin private TransportOptions transport = new TransportOptions();

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
    String secret = System.getenv(TransportOptions.SECRET_VARIABLE);
    return ClusterConfig.read(given, node, transport.choice(secret));
  }
}
