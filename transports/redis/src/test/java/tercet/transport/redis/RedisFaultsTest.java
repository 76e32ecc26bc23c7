package tercet.transport.redis;

import org.junit.jupiter.api.Tag;
import tercet.testing.contract.FaultyTransport;
import tercet.testing.contract.TransportContract;

/** With loss, repetition and delay on top. */
@Tag("slow")
final class RedisFaultsTest implements TransportContract {
  @Override
  public Ends connect() {
    Ends real = new RedisAloneTest().connect();
    return new Ends(new FaultyTransport(real.sender(), 0.2, 0.3, 0.3, 100, 1), real.receiver());
  }
}
