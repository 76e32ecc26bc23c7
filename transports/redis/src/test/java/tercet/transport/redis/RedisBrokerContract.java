package tercet.transport.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import tercet.driver.redis.RedisAddress;
import tercet.runtime.broker.Broker;
import tercet.runtime.cluster.ClusterMap;
import tercet.testing.contract.BrokerContract;

/** The contract on some servers. */
interface RedisBrokerContract extends BrokerContract {
  /** The number of the last prefix. */
  AtomicInteger PREFIXES = new AtomicInteger();

  /** The address of the servers. */
  String url();

  @Override
  default Broker broker(String shop, ClusterMap map, String node) {
    return connect(url(), shop, node);
  }

  /** Connects a node. */
  static Broker connect(String url, String prefix, String node) {
    try {
      return RedisStreams.connect(
          RedisStreamsSettings.of(RedisAddress.parse(url), "", null, prefix), node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  default String newShop() {
    return "test" + PREFIXES.incrementAndGet();
  }
}
