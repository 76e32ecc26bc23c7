package tercet.transport.rabbitmq;

import java.io.IOException;
import tercet.kernel.id.Shards;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerTransport;
import tercet.testing.contract.EchoNode;

/** Run in a process of its own by {@link RabbitProcessTest}. */
final class RabbitEchoNode {
  private RabbitEchoNode() {}

  /**
   * Serves until standard input ends.
   *
   * @param arguments the cluster file, the name of the node, the address and the prefix
   */
  public static void main(String[] arguments) throws IOException {
    RabbitSettings settings = RabbitSettings.of(RabbitAddress.parse(arguments[2]), arguments[3]);
    EchoNode.run(
        (map, name) ->
            new BrokerTransport(
                map,
                name,
                new RabbitBroker(settings, new Shards(map.shardCount()), name),
                BrokerSettings.DEFAULTS),
        arguments);
  }
}
