package tercet.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import tercet.driver.redis.RedisAddress;
import tercet.kernel.id.Shards;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.SplitBroker;
import tercet.runtime.cluster.ClusterMap;
import tercet.testing.contract.BrokerContract;
import tercet.testing.testbed.server.RabbitCluster;
import tercet.testing.testbed.server.RabbitProcess;
import tercet.testing.testbed.server.RedisServer;
import tercet.transport.rabbitmq.RabbitAddress;
import tercet.transport.rabbitmq.RabbitBroker;
import tercet.transport.rabbitmq.RabbitSettings;
import tercet.transport.redis.RedisStreams;
import tercet.transport.redis.RedisStreamsSettings;

/** Messages to shards by RabbitMQ, answers by Redis: the contract of a broker holds. */
@Tag("slow")
final class RepliesByRedisTest implements BrokerContract {
  private static final AtomicInteger SHOPS = new AtomicInteger();
  private static RabbitCluster queues;
  private static RedisServer channels;

  @BeforeAll
  static void start() {
    queues = RabbitCluster.start(1, System.out::println);
    channels = RedisServer.start(System.out::println);
  }

  @AfterAll
  static void stop() {
    queues.close();
    channels.close();
  }

  @Override
  public Broker broker(String shop, ClusterMap map, String node) {
    RabbitSettings rabbit =
        RabbitSettings.of(RabbitAddress.parse(queues.url()), shop)
            .withLifetime(Duration.ofHours(1));
    RedisStreamsSettings redis =
        RedisStreamsSettings.of(RedisAddress.parse(channels.url()), "", null, shop);
    try {
      return new SplitBroker(
          new RabbitBroker(rabbit, new Shards(map.shardCount()), node),
          RedisStreams.connect(redis, node));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String newShop() {
    return "apart-" + SHOPS.incrementAndGet();
  }

  @Override
  public void killBroker() {
    queues.awaitQueuesWritten();
    queues.servers().forEach(RabbitProcess::kill);
    channels.process().kill();
  }

  @Override
  public void restartBroker() {
    channels.restart();
    queues.restart();
  }
}
