package tercet.transport.rabbitmq;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import tercet.runtime.broker.Broker;
import tercet.runtime.cluster.ClusterMap;
import tercet.testing.contract.BrokerContract;
import tercet.testing.testbed.server.RabbitCluster;
import tercet.testing.testbed.server.RabbitProcess;

@Tag("slow")
final class RabbitBrokerTest implements BrokerContract {
  private static RabbitCluster servers;

  @BeforeAll
  static void start() {
    servers = RabbitScene.start(1);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @Override
  public Broker broker(String shop, ClusterMap map, String node) {
    return RabbitScene.patient(servers, shop, map, node);
  }

  @Override
  public String newShop() {
    return RabbitScene.newShop();
  }

  @Override
  public void killBroker() {
    servers.awaitQueuesWritten();
    servers.servers().forEach(RabbitProcess::kill);
  }

  @Override
  public void restartBroker() {
    servers.restart();
  }
}
