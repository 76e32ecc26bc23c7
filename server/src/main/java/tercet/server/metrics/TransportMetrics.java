package tercet.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import tercet.gateway.EngineMetric;
import tercet.gateway.EngineMetric.Kind;
import tercet.runtime.broker.BrokerStatistics;
import tercet.runtime.broker.BrokerTransport;
import tercet.runtime.cluster.PeerStatistics;
import tercet.runtime.cluster.PeerTransport;

/** Metrics of the way to other nodes. */
public final class TransportMetrics {
  private static final double NANOS_PER_SECOND = 1e9;

  private TransportMetrics() {}

  /** Each peer. */
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

  /** Those of a broker. */
  public static List<EngineMetric> of(BrokerTransport transport) {
    record Shown(
        Kind kind, String name, String meaning, ToDoubleFunction<BrokerStatistics> value) {}
    return List.of(
            new Shown(
                Kind.GAUGE,
                "reachable",
                "1, or 0 while the broker takes no messages for some shard or node.",
                broker -> broker.reachable() ? 1 : 0),
            new Shown(
                Kind.GAUGE,
                "waiting",
                "Envelopes in the queue for the broker.",
                BrokerStatistics::waiting),
            new Shown(
                Kind.COUNTER, "sent", "Envelopes that the broker took.", BrokerStatistics::sent),
            new Shown(
                Kind.COUNTER,
                "messages",
                "Messages that the broker took; broker.sent divided by this is the size of one.",
                BrokerStatistics::messages),
            new Shown(
                Kind.COUNTER,
                "full",
                "Envelopes dropped because the queue was full.",
                BrokerStatistics::full),
            new Shown(
                Kind.COUNTER,
                "lost",
                "Envelopes dropped because the broker or all nodes for them were gone.",
                BrokerStatistics::lost),
            new Shown(
                Kind.COUNTER,
                "received",
                "Envelopes that came from other nodes.",
                BrokerStatistics::received),
            new Shown(
                Kind.COUNTER,
                "old",
                "Envelopes dropped because they were under way for too long.",
                BrokerStatistics::old),
            new Shown(
                Kind.COUNTER,
                "refused",
                "Envelopes dropped because this node had no room for them in time.",
                BrokerStatistics::refused),
            new Shown(
                Kind.COUNTER,
                "malformed",
                "Envelopes that this version cannot read.",
                BrokerStatistics::malformed))
        .stream()
        .map(shown ->
            new EngineMetric(
                "broker." + shown.name(),
                shown.kind(),
                shown.meaning(),
                () -> shown.value().applyAsDouble(transport.statistics())))
        .toList();
  }

  private static EngineMetric counter(String name, String meaning, DoubleSupplier value) {
    return new EngineMetric(name, Kind.COUNTER, meaning, value);
  }
}
