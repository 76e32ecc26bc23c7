package tercet.transport.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import tercet.runtime.broker.Broker;
import tercet.runtime.cluster.ClusterMap;
import tercet.testing.contract.BrokerContract;
import tercet.testing.testbed.server.KafkaCluster;

@Tag("slow")
final class KafkaBrokerTest implements BrokerContract {
  private static final AtomicInteger SHOPS = new AtomicInteger();
  private static KafkaCluster kafka;

  @BeforeAll
  static void start() {
    kafka = KafkaCluster.start(1, what -> {});
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Override
  public Broker broker(String shop, ClusterMap map, String node) {
    return new KafkaBroker(settings(kafka, shop), map, node);
  }

  /** With readers that begin at messages of the whole test. */
  static KafkaSettings settings(KafkaCluster kafka, String shop) {
    return KafkaSettings.of(kafka.url()).withPrefix(shop).withLookBack(Duration.ofMinutes(5));
  }

  @Override
  public String newShop() {
    return "shop" + SHOPS.incrementAndGet();
  }

  @Override
  public void killBroker() {
    kafka.kill();
  }

  @Override
  public void restartBroker() {
    kafka.restart();
  }
}
