package tercet.transport.redis;

import org.junit.jupiter.api.Tag;

/** One server. */
@Tag("slow")
final class RedisAloneTest implements RedisBrokerContract {
  @Override
  public String url() {
    return TestServer.alone().url();
  }

  @Override
  public void killBroker() {
    TestServer.alone().process().kill();
  }

  @Override
  public void restartBroker() {
    TestServer.alone().restart();
  }
}
