package tercet.transport.redis;

import java.io.IOException;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerTransport;
import tercet.testing.contract.EchoNode;

/** A node of {@link RedisProcessTest}. */
final class RedisEchoNode {
  private RedisEchoNode() {}

  /** Its arguments are those of {@link EchoNode}, then the address and the prefix. */
  public static void main(String... arguments) throws IOException {
    EchoNode.run(
        (map, name) ->
            new BrokerTransport(
                map,
                name,
                RedisBrokerContract.connect(arguments[2], arguments[3], name),
                BrokerSettings.DEFAULTS),
        arguments);
  }
}
