package tercet.server.wiring;

import java.util.List;
import java.util.function.ToDoubleFunction;
import tercet.gateway.EngineMetric;
import tercet.gateway.EngineMetric.Kind;
import tercet.transport.rabbitmq.RabbitBroker;
import tercet.transport.rabbitmq.RabbitStatistics;

/** Figures of RabbitMQ that other brokers do not have. */
final class RabbitMetrics {
  private RabbitMetrics() {}

  static List<EngineMetric> of(RabbitBroker broker) {
    record Shown(
        Kind kind, String name, String meaning, ToDoubleFunction<RabbitStatistics> value) {}
    return List.of(
            new Shown(
                Kind.COUNTER,
                "returned",
                "Messages lost because their queue was deleted.",
                RabbitStatistics::returned),
            new Shown(
                Kind.GAUGE,
                "blocked",
                "Connections on which RabbitMQ takes no messages: it is short of memory or disk.",
                RabbitStatistics::blockedNow),
            new Shown(
                Kind.COUNTER,
                "redelivered",
                "Messages that another reader had and did not confirm.",
                RabbitStatistics::redelivered),
            new Shown(
                Kind.COUNTER,
                "broken",
                "Connections that ended without this node's will.",
                RabbitStatistics::broken))
        .stream()
        .map(shown ->
            new EngineMetric(
                "broker." + shown.name(),
                shown.kind(),
                shown.meaning(),
                () -> shown.value().applyAsDouble(broker.statistics())))
        .toList();
  }
}
