package tercet.transport.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tercet.kernel.id.Shards;
import tercet.runtime.broker.Recipient;
import tercet.runtime.cluster.ClusterMap;
import tercet.testing.contract.BrokerSender;
import tercet.testing.testbed.server.RabbitCluster;

/** Servers for the tests of this package, and nodes that connect to them. */
final class RabbitScene {
  private static final AtomicInteger SHOPS = new AtomicInteger();

  private RabbitScene() {}

  static RabbitCluster start(int servers) {
    return RabbitCluster.start(servers, System.out::println);
  }

  /** A prefix that no other test has. */
  static String newShop() {
    return "shop-" + SHOPS.incrementAndGet();
  }

  static RabbitSettings settings(RabbitCluster servers, String shop) {
    return RabbitSettings.of(RabbitAddress.parse(servers.url()), shop);
  }

  /** Messages live for longer than any test takes. */
  static RabbitBroker patient(RabbitCluster servers, String shop, ClusterMap map, String node) {
    return new RabbitBroker(
        settings(servers, shop).withLifetime(Duration.ofHours(1)),
        new Shards(map.shardCount()),
        node);
  }

  /** Gives up a start after half a second. */
  static RabbitLimits impatient() {
    return limits(Duration.ofMillis(500), RabbitLimits.DEFAULTS.queueBytesMax());
  }

  /** Queues that hold less. */
  static RabbitLimits queueOf(long bytes) {
    return limits(RabbitLimits.DEFAULTS.startMax(), bytes);
  }

  private static RabbitLimits limits(Duration startMax, long queueBytesMax) {
    RabbitLimits usual = RabbitLimits.DEFAULTS;
    return new RabbitLimits(
        usual.connectMax(),
        usual.handshakeMax(),
        usual.answerMax(),
        usual.declareMax(),
        startMax,
        usual.publishMax(),
        usual.heartbeat(),
        usual.retryAfter(),
        usual.idleMax(),
        usual.shardPrefetch(),
        usual.nodePrefetch(),
        queueBytesMax);
  }

  static BrokerSender.Message message(Recipient to, String text) {
    return new BrokerSender.Message(to, text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(byte[] batch) {
    return new String(batch, StandardCharsets.UTF_8);
  }

  /** A connection beside those of nodes. */
  static Connection connect(RabbitCluster servers) throws IOException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(servers.server().port());
    factory.setAutomaticRecoveryEnabled(false);
    try {
      return factory.newConnection();
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
  }
}
