package tercet.transport.kafka;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import tercet.testing.contract.FaultyTransport;
import tercet.testing.contract.TransportContract;

/** With loss, repetition and delay on top. */
@Tag("slow")
final class KafkaFaultsTest implements TransportContract {
  private final KafkaBrokerTest contract = new KafkaBrokerTest();

  @BeforeAll
  static void start() {
    KafkaBrokerTest.start();
  }

  @AfterAll
  static void stop() {
    KafkaBrokerTest.stop();
  }

  @Override
  public Ends connect() {
    Ends real = contract.connect();
    return new Ends(new FaultyTransport(real.sender(), 0.2, 0.3, 0.3, 100, 1), real.receiver());
  }
}
