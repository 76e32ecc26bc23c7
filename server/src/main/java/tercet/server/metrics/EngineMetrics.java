package tercet.server.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import tercet.gateway.EngineMetric;
import tercet.gateway.EngineMetric.Kind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.node.Node;
import tercet.runtime.node.OrphanRecovery;
import tercet.runtime.tls.TlsIdentity;
import tercet.server.config.ClusterConfig;
import tercet.server.config.Configuration;
import tercet.server.config.StoreChoice;
import tercet.telemetry.Tracing;

/** The metrics of a running engine. */
public final class EngineMetrics {
  private EngineMetrics() {}

  public static List<EngineMetric> of(Node node) {
    return List.of(
        gauge(
            "transactions.open",
            "Checkouts without a decision, or with something to give back.",
            () -> node.statistics().openTransactions()),
        gauge(
            "mailbox.waiting",
            "Inputs that wait for a decision.",
            () -> node.statistics().waiting()),
        counter("mailbox.dropped", "Inputs that found the mailbox full.", node::dropped),
        gauge(
            "lanes.stalled",
            "Lanes whose store does not answer now.",
            () -> node.statistics().stalled()),
        counter(
            "inputs.undecidable",
            "Inputs that could not be decided; each is a bug.",
            node::undecidable),
        counter(
            "inputs.late",
            "How often an input was set aside because the store was too slow for it by itself, or"
                + " other nodes were always faster.",
            () -> node.statistics().late()),
        counter(
            "inputs.expired",
            "Requests whose client had stopped waiting before their turn came.",
            () -> node.statistics().expired()),
        counter(
            "votes.quarantined",
            "Questions of participants in doubt that the order's records cannot answer.",
            node::quarantined),
        counter(
            "store.rollbacks",
            "How often a lane noticed that a shard's store has lost commits that it had confirmed.",
            node::rollbacks),
        counter(
            "commits",
            "Batches decided and committed; inputs.decided divided by this is the commit size.",
            () -> node.statistics().commits()),
        counter(
            "commits.seconds",
            "Time in which batches were decided, committed and sent; all lanes together.",
            () -> node.busyNanos() / 1e9),
        counter(
            "inputs.decided",
            "Inputs decided, messages between shards included.",
            () -> node.statistics().decided()));
  }

  /**
   * The identity of this process: joined with other metrics by instance, it gives the role of a
   * number.
   *
   * @param node its name
   * @param roles as in a cluster file
   * @param served shards that it could serve
   */
  public static List<EngineMetric> of(
      Configuration configuration, String node, String roles, List<ShardId> served) {
    List<EngineMetric> metrics = new ArrayList<>();
    ClusterConfig membership = configuration.membership();
    Map<String, String> labels =
        Map.of(
            "node",
            node,
            "roles",
            roles,
            "store",
            served.isEmpty() ? "none" : name(configuration.store()),
            "transport",
            membership == null ? "none" : membership.transport().name().toString());
    metrics.add(
        new EngineMetric(
            "node.info", Kind.GAUGE, "1; its labels say what this process is.", labels, () -> 1));
    for (Service service : Service.values()) {
      long count = served.stream().filter(shard -> shard.service() == service).count();
      metrics.add(
          new EngineMetric(
              "shards.served",
              Kind.GAUGE,
              "Shards that this process could serve.",
              Map.of("service", service.name().toLowerCase(Locale.ROOT)),
              () -> count));
    }
    return metrics;
  }

  private static String name(StoreChoice store) {
    return switch (store) {
      case StoreChoice.RocksDb local -> "rocksdb";
      case StoreChoice.Postgres remote -> "postgres";
      case StoreChoice.Redis remote -> "redis";
    };
  }

  public static List<EngineMetric> of(Tracing tracing) {
    return List.of(
        counter(
            "spans.made",
            "Spans of the traces that were chosen; those that are neither exported nor lost wait,"
                + " or found the queue full.",
            () -> tracing.statistics().made()),
        counter(
            "spans.exported",
            "Spans that the collector took.",
            () -> tracing.statistics().exported()),
        counter(
            "spans.lost",
            "Spans that the collector did not take.",
            () -> tracing.statistics().lost()));
  }

  public static EngineMetric of(OrphanRecovery orphanRecovery) {
    return counter(
        "records.recovered",
        "Overdue open records, also of other nodes, that this node has woken.",
        orphanRecovery::recovered);
  }

  /**
   * The time of a certificate.
   *
   * @param use what it is for
   */
  public static EngineMetric of(TlsIdentity identity, String use) {
    return new EngineMetric(
        "certificate.seconds.left",
        Kind.GAUGE,
        "Time until a certificate of this node, or one that leads to its authority, expires.",
        Map.of("use", use),
        () -> Duration.between(Instant.now(), identity.expiresAt()).toSeconds());
  }

  /** The nodes of the cluster file that a node goes by. */
  public static EngineMetric nodes(IntSupplier count) {
    return gauge(
        "cluster.nodes", "Nodes of the cluster file that this node goes by.", count::getAsInt);
  }

  private static EngineMetric gauge(String name, String meaning, DoubleSupplier value) {
    return new EngineMetric(name, Kind.GAUGE, meaning, value);
  }

  private static EngineMetric counter(String name, String meaning, DoubleSupplier value) {
    return new EngineMetric(name, Kind.COUNTER, meaning, value);
  }
}
