package tercet.server.wiring;

import java.util.List;
import java.util.Map;
import tercet.gateway.EngineMetric;
import tercet.server.metrics.MetricList;
import tercet.transport.rabbitmq.RabbitBroker;
import tercet.transport.rabbitmq.RabbitStatistics;

/** Figures of RabbitMQ that other brokers do not have. */
final class RabbitMetrics {
  private RabbitMetrics() {}

  static List<EngineMetric> of(RabbitBroker broker) {
    return new MetricList<>("broker.", Map.of(), broker::statistics)
        .counter(
            "returned",
            "Messages lost because their queue was deleted.",
            RabbitStatistics::returned)
        .counter(
            "stuck",
            "Channels given up because their queue confirmed no message for six seconds.",
            RabbitStatistics::stuck)
        .gauge(
            "blocked",
            "Connections on which RabbitMQ takes no messages: it is short of memory or disk.",
            RabbitStatistics::blockedNow)
        .counter(
            "redelivered",
            "Messages that another reader had and did not confirm.",
            RabbitStatistics::redelivered)
        .counter(
            "broken", "Connections that ended without this node's will.", RabbitStatistics::broken)
        .toList();
  }
}
