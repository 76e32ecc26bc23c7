package tercet.server.wiring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tercet.driver.redis.RedisAddress;
import tercet.gateway.EngineMetric;
import tercet.kernel.id.Shards;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerTransport;
import tercet.runtime.broker.SplitBroker;
import tercet.runtime.cluster.ClusterTransport;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.cluster.PeerTransport;
import tercet.runtime.cluster.PeerWire;
import tercet.server.config.ClusterConfig;
import tercet.server.config.TransportChoice;
import tercet.server.metrics.TransportMetrics;
import tercet.transport.grpc.GrpcWire;
import tercet.transport.http.HttpWire;
import tercet.transport.kafka.KafkaBroker;
import tercet.transport.kafka.KafkaSettings;
import tercet.transport.rabbitmq.RabbitAddress;
import tercet.transport.rabbitmq.RabbitBroker;
import tercet.transport.rabbitmq.RabbitSettings;
import tercet.transport.redis.RedisStreams;
import tercet.transport.redis.RedisStreamsSettings;

/** Makes the transport of a node. */
final class Transports {
  private Transports() {}

  /**
   * A transport that is not started.
   *
   * @param metrics about it
   */
  record Opened(ClusterTransport transport, List<EngineMetric> metrics) {}

  /**
   * Makes the transport that the user chose.
   *
   * @throws IOException with a sentence for the operator if a broker cannot be reached
   */
  static Opened open(ClusterConfig membership) throws IOException {
    String self = membership.self().name();
    return switch (membership.transport()) {
      case TransportChoice.Direct direct -> {
        PeerTransport transport =
            new PeerTransport(membership.map(), self, wire(direct), PeerSettings.DEFAULTS);
        yield new Opened(transport, TransportMetrics.of(transport));
      }
      case TransportChoice.Brokered brokered -> {
        Broker broker = broker(brokered, membership);
        TransportChoice.Replies replies = brokered.replies();
        Broker all =
            replies == null
                ? broker
                : new SplitBroker(broker, answers(replies, brokered.prefix(), self));
        BrokerTransport transport =
            new BrokerTransport(membership.map(), self, all, BrokerSettings.DEFAULTS);
        List<EngineMetric> metrics = new ArrayList<>(TransportMetrics.of(transport));
        if (broker instanceof RabbitBroker rabbit) {
          metrics.addAll(RabbitMetrics.of(rabbit));
        }
        yield new Opened(transport, metrics);
      }
    };
  }

  private static PeerWire wire(TransportChoice.Direct choice) {
    return switch (choice.name()) {
      case HTTP -> new HttpWire(choice.trust());
      case GRPC -> new GrpcWire(choice.trust());
      case REDIS_STREAMS, KAFKA, RABBITMQ ->
          throw new IllegalArgumentException(choice.name() + " has a broker");
    };
  }

  private static Broker broker(TransportChoice.Brokered choice, ClusterConfig membership)
      throws IOException {
    String self = membership.self().name();
    return switch (choice.name()) {
      case REDIS_STREAMS ->
          RedisStreams.connect(
              RedisStreamsSettings.of(
                  RedisAddress.parse(choice.url()),
                  choice.password(),
                  choice.passwordFile(),
                  choice.prefix()),
              self);
      case KAFKA ->
          new KafkaBroker(
              KafkaSettings.of(choice.url(), choice.password(), choice.passwordFile())
                  .withPrefix(choice.prefix()),
              membership.map(),
              self);
      case RABBITMQ ->
          new RabbitBroker(rabbit(choice), new Shards(membership.map().shardCount()), self);
      case HTTP, GRPC -> throw new IllegalArgumentException(choice.name() + " has no broker");
    };
  }

  private static Broker answers(TransportChoice.Replies choice, String prefix, String self)
      throws IOException {
    return RedisStreams.connect(
        RedisStreamsSettings.of(
            RedisAddress.parse(choice.url()), choice.password(), choice.passwordFile(), prefix),
        self);
  }

  private static RabbitSettings rabbit(TransportChoice.Brokered choice) {
    RabbitSettings usual = RabbitSettings.of(RabbitAddress.parse(choice.url()), choice.prefix());
    return choice.password().isEmpty() && choice.passwordFile() == null
        ? usual
        : usual.withPassword(choice.password(), choice.passwordFile());
  }
}
