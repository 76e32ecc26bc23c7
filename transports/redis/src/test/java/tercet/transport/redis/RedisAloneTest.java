package tercet.transport.redis;

import org.junit.jupiter.api.Tag;
import tercet.testing.testbed.server.SharedRedis;

/** One server. */
@Tag("slow")
final class RedisAloneTest implements RedisBrokerContract {
  @Override
  public String url() {
    return SharedRedis.alone().url();
  }

  @Override
  public void killBroker() {
    SharedRedis.alone().process().kill();
  }

  @Override
  public void restartBroker() {
    SharedRedis.alone().restart();
  }
}
