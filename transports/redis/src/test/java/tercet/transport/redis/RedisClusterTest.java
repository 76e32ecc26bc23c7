package tercet.transport.redis;

import org.junit.jupiter.api.Tag;

/** Three masters with a replica each. */
@Tag("slow")
final class RedisClusterTest implements RedisBrokerContract {
  @Override
  public String url() {
    return TestServer.cluster().url();
  }

  @Override
  public void killBroker() {
    TestServer.kill(TestServer.cluster().servers());
  }

  @Override
  public void restartBroker() {
    TestServer.launchAgain(TestServer.cluster().servers());
    TestServer.cluster().awaitFailoverPossible();
  }
}
