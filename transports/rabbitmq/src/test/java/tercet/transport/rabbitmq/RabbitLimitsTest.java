package tercet.transport.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.runtime.broker.Recipient;
import tercet.testing.contract.BrokerSender;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RabbitCluster;

/** Bounds, and the behaviour at each bound. */
@Tag("slow")
final class RabbitLimitsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int DELETIONS = Integer.getInteger("tercet.rabbit.deletions", 10);
  private static final Shards SHARDS = new Shards(2);
  private static final ShardId SHARD = new ShardId(Service.ORDER, 0);
  private static final ShardId OTHER = new ShardId(Service.ORDER, 1);
  private static RabbitCluster servers;

  private final CollectingInbox inbox = new CollectingInbox();
  private RabbitSettings settings;

  @BeforeAll
  static void start() {
    servers = RabbitScene.start(1);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void name() {
    settings = RabbitScene.settings(servers, RabbitScene.newShop());
  }

  private static BrokerSender.Message message(ShardId shard, String text) {
    return RabbitScene.message(new Recipient.Shard(shard), text);
  }

  private RabbitBroker start(RabbitSettings with) throws IOException {
    RabbitBroker broker = new RabbitBroker(with, SHARDS, "a");
    broker.start(inbox);
    return broker;
  }

  private static long waiting(RabbitSettings with, ShardId shard) {
    try (Connection connection = RabbitScene.connect(servers);
        Channel channel = connection.createChannel()) {
      return channel.messageCount(new Topology(with, SHARDS).queue(shard));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void messageThatNoQueueTakesIsCountedAndItsQueueIsMadeAgain() throws Exception {
    try (RabbitBroker broker = start(settings)) {
      try (Connection connection = RabbitScene.connect(servers);
          Channel channel = connection.createChannel()) {
        channel.queueDelete(new Topology(settings, SHARDS).queue(SHARD));
      }
      BrokerSender.send(broker, message(SHARD, "lost"));
      assertEquals(1, broker.statistics().returned());
      broker.assign(Set.of(SHARD));
      Await.until("it is taken", PATIENCE, () -> isTaken(broker, message(SHARD, "kept")));
      Await.until("it comes", PATIENCE, () -> inbox.of(SHARD).equals(Set.of("kept")));
      assertEquals(1, broker.statistics().returned());
    }
  }

  /** A queue that was made a moment ago may have no leader yet. */
  private static boolean isTaken(RabbitBroker broker, BrokerSender.Message message) {
    try {
      BrokerSender.send(broker, message);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** Again and again, because RabbitMQ keeps some of the messages for a reader that is gone. */
  @Test
  void queueThatIsDeletedUnderItsReaderIsMadeAgain() throws Exception {
    try (RabbitBroker broker = start(settings)) {
      broker.assign(Set.of(SHARD));
      for (int number = 0; number < DELETIONS; number++) {
        String text = "message " + number;
        Await.until(
            () -> text + " is not read",
            PATIENCE,
            () -> {
              publish(broker, message(SHARD, text));
              return inbox.of(SHARD).contains(text);
            });
        try (Connection connection = RabbitScene.connect(servers);
            Channel channel = connection.createChannel()) {
          channel.queueDelete(new Topology(settings, SHARDS).queue(SHARD));
        }
      }
    }
  }

  private static void publish(RabbitBroker broker, BrokerSender.Message message) {
    try {
      BrokerSender.send(broker, message);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void messageToANodeThatIsNotThereIsNoError() throws IOException {
    try (RabbitBroker broker = start(settings)) {
      BrokerSender.send(broker, RabbitScene.message(new Recipient.Node("absent"), "gone"));
      assertEquals(0, broker.statistics().returned());
    }
  }

  @Test
  void serverThatIsShortOfMemoryIsWaitedForAndTakesMessagesAgain() throws IOException {
    try (RabbitBroker broker = start(settings)) {
      broker.assign(Set.of(SHARD));
      servers.server().control("set_vm_memory_high_watermark", "absolute", "1MB");
      try {
        Await.until("messages are refused", PATIENCE, () -> isRefused(broker));
        assertTrue(broker.statistics().blocked() >= 1);
        assertTrue(broker.statistics().blockedNow() >= 1);
        long start = System.nanoTime();
        String why =
            String.valueOf(
                assertThrows(
                        IOException.class, () -> BrokerSender.send(broker, message(SHARD, "x")))
                    .getMessage());
        assertTrue(why.contains("short of memory"), why);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(PATIENCE.dividedBy(2)) < 0, took::toString);
      } finally {
        servers.server().control("set_vm_memory_high_watermark", "absolute", "256MB");
      }
      Await.until("they are taken again", PATIENCE, () -> !isRefused(broker));
      Await.until("they come", PATIENCE, () -> inbox.of(SHARD).contains("probe"));
      assertEquals(0, broker.statistics().blockedNow());
    }
  }

  /** A batch as large as one may be, so that no buffer on the way holds many of them. */
  private static boolean isRefused(RabbitBroker broker) {
    try {
      BrokerSender.send(broker, message(SHARD, "probe"), message(SHARD, "x".repeat(1 << 20)));
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void messageThatNobodyReadsEndsWithItsLife() throws IOException {
    RabbitSettings brief = settings.withLifetime(Duration.ofMillis(300));
    try (RabbitBroker broker = start(brief)) {
      BrokerSender.send(broker, message(SHARD, "old"));
      Await.until("it is dropped", PATIENCE, () -> waiting(brief, SHARD) == 0);
      broker.assign(Set.of(SHARD));
      Await.until(
          "the next one comes",
          PATIENCE,
          () -> {
            send(broker, "young"); // it may end before one reads
            return inbox.of(SHARD).contains("young");
          });
      assertEquals(Set.of("young"), inbox.of(SHARD));
    }
  }

  private static void send(RabbitBroker broker, String text) {
    try {
      BrokerSender.send(broker, message(SHARD, text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void fullQueueDropsTheOldest() throws IOException {
    RabbitSettings small = settings.withLifetime(PATIENCE).withLimits(RabbitScene.queueOf(20_000));
    try (RabbitBroker broker = start(small)) {
      String body = "x".repeat(1_000);
      for (int number = 0; number < 100; number++) {
        BrokerSender.send(broker, message(SHARD, number + body));
      }
      broker.assign(Set.of(SHARD));
      Await.until("the last one comes", PATIENCE, () -> inbox.of(SHARD).contains(99 + body));
      assertTrue(inbox.of(SHARD).size() <= 20, () -> "kept " + inbox.of(SHARD).size());
    }
  }

  @Test
  void shardWithoutRoomKeepsNoOtherMessageFromComing() throws IOException {
    CountDownLatch room = new CountDownLatch(1);
    inbox.noRoomFor(SHARD, room);
    try (RabbitBroker broker = start(settings.withLifetime(PATIENCE))) {
      broker.assign(Set.of(SHARD, OTHER));
      for (int number = 0; number < 100; number++) {
        BrokerSender.send(broker, message(SHARD, "waits " + number));
      }
      BrokerSender.send(
          broker, message(OTHER, "passes"), RabbitScene.message(new Recipient.Node("a"), "answer"));
      Await.until("the other shard's comes", PATIENCE, () -> inbox.of(OTHER).contains("passes"));
      Await.until("the answer comes", PATIENCE, () -> inbox.ofNode.contains("answer"));
      assertEquals(Set.of(), inbox.of(SHARD));
      long inHand = 100 - waiting(settings, SHARD);
      assertTrue(inHand <= RabbitLimits.DEFAULTS.shardPrefetch(), () -> "in hand: " + inHand);
      room.countDown();
      Await.until("they come", PATIENCE, () -> inbox.of(SHARD).size() == 100);
    }
  }
}
