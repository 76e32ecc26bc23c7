package tercet.transport.redis;

import org.junit.jupiter.api.Tag;
import tercet.testing.testbed.server.RedisProcess;
import tercet.testing.testbed.server.SharedRedis;

/** A master and two replicas under Sentinel. */
@Tag("slow")
final class RedisSentinelTest implements RedisBrokerContract {
  @Override
  public String url() {
    return SharedRedis.sentinels().url();
  }

  @Override
  public void killBroker() {
    SharedRedis.sentinels().servers().forEach(RedisProcess::kill);
  }

  @Override
  public void restartBroker() {
    SharedRedis.sentinels().servers().forEach(RedisProcess::launchAgain);
    SharedRedis.sentinels().awaitFailoverPossible();
  }
}
