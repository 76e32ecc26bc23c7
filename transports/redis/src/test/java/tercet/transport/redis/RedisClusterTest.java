package tercet.transport.redis;

import org.junit.jupiter.api.Tag;
import tercet.testing.testbed.server.RedisProcess;
import tercet.testing.testbed.server.SharedRedis;

/** Three masters with a replica each. */
@Tag("slow")
final class RedisClusterTest implements RedisBrokerContract {
  @Override
  public String url() {
    return SharedRedis.cluster().url();
  }

  @Override
  public void killBroker() {
    SharedRedis.cluster().servers().forEach(RedisProcess::kill);
  }

  @Override
  public void restartBroker() {
    SharedRedis.cluster().servers().forEach(RedisProcess::launchAgain);
    SharedRedis.cluster().awaitFailoverPossible();
  }
}
