package tercet.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import tercet.gateway.EngineMetric;
import tercet.gateway.EngineMetric.Kind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.cluster.PeerStatistics;
import tercet.runtime.cluster.PeerTransport;
import tercet.runtime.node.Node;
import tercet.runtime.node.OrphanRecovery;
import tercet.server.config.ClusterConfig;
import tercet.server.config.Configuration;
import tercet.server.config.StoreChoice;
import tercet.telemetry.Tracing;

/** The metrics of a running engine. */
public final class EngineMetrics {
  private static final double NANOS_PER_SECOND = 1e9;

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
            membership == null ? "none" : membership.wire().toString());
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

  public static List<EngineMetric> of(PeerTransport transport) {
    List<EngineMetric> metrics = new ArrayList<>();
    metrics.add(counter("peers.unroutable", "Envelopes that no node could take.", transport::lost));
    metrics.add(
        counter("peers.received", "Envelopes that came from other nodes.", transport::received));
    metrics.add(
        counter(
            "peers.malformed", "Envelopes that this version cannot read.", transport::malformed));
    List<PeerStatistics> peers = transport.peers();
    for (int number = 0; number < peers.size(); number++) {
      metrics.addAll(peer(transport, number, Map.of("peer", peers.get(number).peer())));
    }
    return metrics;
  }

  private static List<EngineMetric> peer(
      PeerTransport transport, int number, Map<String, String> labels) {
    record Shown(Kind kind, String name, String meaning, ToDoubleFunction<PeerStatistics> value) {}
    return List.of(
            new Shown(
                Kind.GAUGE,
                "reachable",
                "1, or 0 while a node is suspected to be gone.",
                peer -> peer.reachable() ? 1 : 0),
            new Shown(
                Kind.GAUGE,
                "waiting",
                "Envelopes in the queue for a node.",
                PeerStatistics::waiting),
            new Shown(Kind.COUNTER, "sent", "Envelopes that a node took.", PeerStatistics::sent),
            new Shown(
                Kind.COUNTER, "batches", "Batches that a node took.", PeerStatistics::batches),
            new Shown(
                Kind.COUNTER,
                "full",
                "Envelopes dropped because the queue was full.",
                PeerStatistics::full),
            new Shown(
                Kind.COUNTER,
                "lost",
                "Envelopes dropped because a node was gone or refused them.",
                PeerStatistics::lost),
            new Shown(
                Kind.COUNTER,
                "refused",
                "Envelopes that a node had no room for.",
                PeerStatistics::refused),
            new Shown(
                Kind.GAUGE,
                "answer.limit.seconds",
                "Time without an answer after which a node is suspected.",
                peer -> peer.limit().toNanos() / NANOS_PER_SECOND),
            new Shown(
                Kind.GAUGE,
                "clock.skew.seconds",
                "How far the clock of a node is ahead of this one's; negative if behind.",
                PeerStatistics::clockSkewSeconds),
            new Shown(
                Kind.GAUGE,
                "clock.apart",
                "1 while the clock of a node differs by more than the allowed skew, otherwise 0.",
                peer -> peer.apart() ? 1 : 0))
        .stream()
        .map(shown ->
            new EngineMetric(
                "peer." + shown.name(),
                shown.kind(),
                shown.meaning(),
                labels,
                () -> shown.value().applyAsDouble(transport.peers().get(number))))
        .toList();
  }

  private static EngineMetric gauge(String name, String meaning, DoubleSupplier value) {
    return new EngineMetric(name, Kind.GAUGE, meaning, value);
  }

  private static EngineMetric counter(String name, String meaning, DoubleSupplier value) {
    return new EngineMetric(name, Kind.COUNTER, meaning, value);
  }
}
