package tercet.tools;

import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tercet.kernel.Protocol;
import tercet.server.command.DurationConverter;
import tercet.server.config.TransportChoice;
import tercet.testing.testbed.cluster.Blueprint;

/** Options of commands that start a cluster, to change it. */
final class BlueprintOptions {
  private static final int NODES_MAX = 16;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = "Instead of the cluster's own: ${COMPLETION-CANDIDATES}.")
  private @Nullable Protocol protocol;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "Instead of the cluster's own: ${COMPLETION-CANDIDATES}.")
  private TransportChoice.@Nullable Name transport;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Nodes of each service, instead of the cluster's own number.")
  private @Nullable Integer nodes;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Time within which a checkout is paid or aborted for good; 5s by default.")
  private @Nullable Duration deadline;

  /** The names of clusters, for the help. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names() {
      super(Blueprint.NAMED.stream().map(Blueprint::name).toList());
    }
  }

  /**
   * The cluster of a name, as the options change it.
   *
   * @throws IllegalArgumentException if there is none, or it cannot be changed so
   */
  Blueprint blueprint(String name) {
    Blueprint blueprint = Blueprint.named(name);
    Protocol otherProtocol = protocol;
    if (otherProtocol != null) {
      blueprint = blueprint.withProtocol(otherProtocol.toString());
    }
    TransportChoice.Name otherTransport = transport;
    if (otherTransport != null) {
      blueprint = blueprint.withTransport(otherTransport.toString());
    }
    Integer count = nodes;
    if (count != null) {
      if (count < 1 || count > NODES_MAX) {
        throw new IllegalArgumentException("--nodes is 1 to " + NODES_MAX + ", not " + count);
      }
      blueprint = blueprint.withNodesPerService(count);
    }
    Duration otherDeadline = deadline;
    return otherDeadline == null ? blueprint : blueprint.withDeadline(otherDeadline);
  }
}
