package tercet.transport.rabbitmq;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import tercet.testing.contract.FaultyTransport;
import tercet.testing.contract.TransportContract;

/** With loss, repetition and delay on top. */
@Tag("slow")
final class RabbitFaultsTest implements TransportContract {
  @BeforeAll
  static void start() {
    RabbitBrokerTest.start();
  }

  @AfterAll
  static void stop() {
    RabbitBrokerTest.stop();
  }

  @Override
  public Ends connect() {
    Ends real = new RabbitBrokerTest().connect();
    return new Ends(new FaultyTransport(real.sender(), 0.2, 0.3, 0.3, 100, 1), real.receiver());
  }
}
