package tercet.transport.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerTransport;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterTransport;
import tercet.testing.contract.ProcessContract;
import tercet.testing.testbed.server.KafkaCluster;

@Tag("slow")
final class KafkaProcessTest implements ProcessContract {
  private static final AtomicInteger SHOPS = new AtomicInteger();
  private static KafkaCluster kafka;
  private String shop;

  @BeforeAll
  static void start() {
    kafka = KafkaCluster.start(1, what -> {});
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void openShop() {
    shop = "shop" + SHOPS.incrementAndGet();
  }

  @Override
  public ClusterTransport transport(ClusterMap map, String name) {
    KafkaSettings settings = KafkaSettings.of(kafka.url()).withPrefix(shop);
    return new BrokerTransport(
        map, name, new KafkaBroker(settings, map, name), BrokerSettings.DEFAULTS);
  }

  @Override
  public Class<?> echoMain() {
    return KafkaEchoNode.class;
  }

  @Override
  public List<String> echoArguments() {
    return List.of(kafka.url(), shop);
  }

  /** By its signs of life; a look comes with each sign of one's own. */
  @Override
  public Duration noticedWithin() {
    return BrokerSettings.DEFAULTS
        .goneAfter()
        .plus(BrokerSettings.DEFAULTS.signEvery())
        .plusMillis(500);
  }

  @Override
  public Duration hangingNoticedWithin() {
    return noticedWithin();
  }
}
