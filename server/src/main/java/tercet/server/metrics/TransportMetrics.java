package tercet.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
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
    transport.peers().forEach(peer -> metrics.addAll(peer(transport, peer)));
    return metrics;
  }

  /**
   * Those of a peer that was there at the start. A peer that has left the cluster file keeps its
   * last figures until this node starts anew, and one that has come has none until then.
   */
  private static List<EngineMetric> peer(PeerTransport transport, PeerStatistics atFirst) {
    AtomicReference<PeerStatistics> last = new AtomicReference<>(atFirst);
    Supplier<PeerStatistics> latest =
        () -> {
          transport.peers().stream()
              .filter(peer -> peer.peer().equals(atFirst.peer()))
              .forEach(last::set);
          return last.get();
        };
    return new MetricList<>("peer.", Map.of("peer", atFirst.peer()), latest)
        .gauge(
            "reachable",
            "1, or 0 while a node is suspected to be gone.",
            peer -> peer.reachable() ? 1 : 0)
        .gauge("waiting", "Envelopes in the queue for a node.", PeerStatistics::waiting)
        .counter("sent", "Envelopes that a node took.", PeerStatistics::sent)
        .counter("batches", "Batches that a node took.", PeerStatistics::batches)
        .counter("full", "Envelopes dropped because the queue was full.", PeerStatistics::full)
        .counter(
            "lost",
            "Envelopes dropped because a node was gone or refused them.",
            PeerStatistics::lost)
        .counter("refused", "Envelopes that a node had no room for.", PeerStatistics::refused)
        .gauge(
            "answer.limit.seconds",
            "Time without an answer after which a node is suspected.",
            peer -> peer.limit().toNanos() / NANOS_PER_SECOND)
        .gauge(
            "clock.skew.seconds",
            "How far the clock of a node is ahead of this one's; negative if behind.",
            PeerStatistics::clockSkewSeconds)
        .gauge(
            "clock.apart",
            "1 while the clock of a node differs by more than the allowed skew, otherwise 0.",
            peer -> peer.apart() ? 1 : 0)
        .toList();
  }

  /** Those of a broker. */
  public static List<EngineMetric> of(BrokerTransport transport) {
    return new MetricList<>("broker.", Map.of(), transport::statistics)
        .gauge(
            "reachable",
            "1, or 0 while the broker takes no messages for some shard or node.",
            broker -> broker.reachable() ? 1 : 0)
        .gauge("waiting", "Envelopes in the queue for the broker.", BrokerStatistics::waiting)
        .counter("sent", "Envelopes that the broker took.", BrokerStatistics::sent)
        .counter(
            "messages",
            "Messages that the broker took; broker.sent divided by this is the size of one.",
            BrokerStatistics::messages)
        .counter("full", "Envelopes dropped because the queue was full.", BrokerStatistics::full)
        .counter(
            "lost",
            "Envelopes dropped because the broker or all nodes for them were gone.",
            BrokerStatistics::lost)
        .counter("received", "Envelopes that came from other nodes.", BrokerStatistics::received)
        .gauge(
            "age.seconds",
            "How long the last message from a shard's queue was under way, by the clocks of both.",
            broker -> broker.ageMillis() / 1e3)
        .counter(
            "old",
            "Envelopes dropped because they were under way for too long.",
            BrokerStatistics::old)
        .counter(
            "refused",
            "Envelopes dropped because this node had no room for them in time.",
            BrokerStatistics::refused)
        .counter(
            "malformed", "Envelopes that this version cannot read.", BrokerStatistics::malformed)
        .toList();
  }

  private static EngineMetric counter(String name, String meaning, DoubleSupplier value) {
    return new EngineMetric(name, Kind.COUNTER, meaning, value);
  }
}
