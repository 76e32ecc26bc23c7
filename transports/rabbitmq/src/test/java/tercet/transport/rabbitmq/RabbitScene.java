package tercet.transport.rabbitmq;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import tercet.kernel.id.Shards;
import tercet.runtime.cluster.ClusterMap;
import tercet.testing.testbed.server.RabbitCluster;

/** What tests of this package have in common: servers, and nodes that connect to them. */
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
}
