package tercet.transport.redis;

import org.junit.jupiter.api.Tag;

/** A master and two replicas under Sentinel. */
@Tag("slow")
final class RedisSentinelTest implements RedisBrokerContract {
  @Override
  public String url() {
    return TestServer.sentinels().url();
  }

  @Override
  public void killBroker() {
    TestServer.kill(TestServer.sentinels().servers());
  }

  @Override
  public void restartBroker() {
    TestServer.launchAgain(TestServer.sentinels().servers());
    TestServer.sentinels().awaitFailoverPossible();
  }
}
