package tercet.tools;

import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tercet.kernel.Protocol;
import tercet.server.command.DurationConverter;
import tercet.server.config.TransportChoice;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.NodeCounts;

/** Options of commands that start a cluster, to change it. */
final class BlueprintOptions {
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
      names = "--replies-by-redis",
      description = "A Redis server carries the answers to gateways, beside the broker.")
  private boolean repliesByRedis;

  @Option(
      names = "--nodes",
      paramLabel = "N|NAME=N,...",
      description = {
        "Nodes instead of the cluster's own number:",
        "4 of each service, or for example stock=4,order=3."
      })
  private @Nullable String nodes;

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
      super(Blueprints.names());
    }
  }

  /**
   * The cluster of a name, as the options change it.
   *
   * @throws IllegalArgumentException if there is none, or it cannot be changed so
   */
  Blueprint blueprint(String name) {
    Blueprint blueprint = Blueprints.named(name);
    Protocol otherProtocol = protocol;
    if (otherProtocol != null) {
      blueprint = blueprint.withProtocol(otherProtocol.toString());
    }
    TransportChoice.Name otherTransport = transport;
    if (otherTransport != null) {
      blueprint = blueprint.withTransport(otherTransport.toString());
    }
    if (repliesByRedis) {
      blueprint = blueprint.withRepliesByRedis();
    }
    String count = nodes;
    if (count != null) {
      blueprint = counts("--nodes", count).applyTo(blueprint);
    }
    Duration otherDeadline = deadline;
    return otherDeadline == null ? blueprint : blueprint.withDeadline(otherDeadline);
  }

  /**
   * Numbers of nodes as a person writes them.
   *
   * @param what they are, for a sentence
   * @throws IllegalArgumentException with that sentence
   */
  static NodeCounts counts(String what, String text) {
    try {
      return NodeCounts.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + " " + e.getMessage(), e);
    }
  }
}
