package tercet.transport.rabbitmq;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import tercet.kernel.id.Shards;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerTransport;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterTransport;
import tercet.testing.contract.ProcessContract;
import tercet.testing.testbed.server.RabbitCluster;

@Tag("slow")
final class RabbitProcessTest implements ProcessContract {
  /** On a machine with nothing to do, a node is missed 0.25 s after the time without a sign. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private static RabbitCluster servers;
  private String shop = "";

  @BeforeAll
  static void start() {
    servers = RabbitScene.start(1);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void name() {
    shop = RabbitScene.newShop();
  }

  @Override
  public ClusterTransport transport(ClusterMap map, String name) {
    return new BrokerTransport(
        map,
        name,
        new RabbitBroker(RabbitScene.settings(servers, shop), new Shards(map.shardCount()), name),
        BrokerSettings.DEFAULTS);
  }

  @Override
  public Class<?> echoMain() {
    return RabbitEchoNode.class;
  }

  @Override
  public List<String> echoArguments() {
    return List.of(servers.url(), shop);
  }

  /** Nodes see each other by signs of life, whether they die or hang. */
  @Override
  public Duration noticedWithin() {
    return BrokerSettings.DEFAULTS.goneAfter().plus(MARGIN);
  }

  @Override
  public Duration hangingNoticedWithin() {
    return noticedWithin();
  }
}
