package tercet.transport.kafka;

import java.io.IOException;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerTransport;
import tercet.testing.contract.EchoNode;

/** Run in a process of its own by {@link KafkaProcessTest}. */
final class KafkaEchoNode {
  private KafkaEchoNode() {}

  /**
   * Serves until standard input ends.
   *
   * @param arguments those of {@link EchoNode}, then the brokers and the prefix of topics
   */
  public static void main(String[] arguments) throws IOException {
    KafkaSettings settings = KafkaSettings.of(arguments[2]).withPrefix(arguments[3]);
    EchoNode.run(
        (map, name) ->
            new BrokerTransport(
                map, name, new KafkaBroker(settings, map, name), BrokerSettings.DEFAULTS),
        arguments);
  }
}
