package tercet.transport.redis;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerTransport;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterTransport;
import tercet.testing.contract.ProcessContract;
import tercet.testing.testbed.server.SharedRedis;

@Tag("slow")
final class RedisProcessTest implements ProcessContract {
  private final String prefix = new RedisAloneTest().newShop();

  @Override
  public ClusterTransport transport(ClusterMap map, String name) {
    return new BrokerTransport(
        map,
        name,
        RedisBrokerContract.connect(SharedRedis.alone().url(), prefix, name),
        BrokerSettings.DEFAULTS);
  }

  @Override
  public Class<?> echoMain() {
    return RedisEchoNode.class;
  }

  @Override
  public List<String> echoArguments() {
    return List.of(SharedRedis.alone().url(), prefix);
  }

  /** No connection between nodes breaks: a node is missed when its signs of life are. */
  @Override
  public Duration noticedWithin() {
    return BrokerSettings.DEFAULTS.goneAfter().plusSeconds(1);
  }

  @Override
  public Duration hangingNoticedWithin() {
    return noticedWithin();
  }
}
