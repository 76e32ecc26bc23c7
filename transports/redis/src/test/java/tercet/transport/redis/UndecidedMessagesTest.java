package tercet.transport.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.Recipient;
import tercet.testing.contract.BrokerSender;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.SharedRedis;

/** Messages come while the store of a node is away. */
@Tag("slow")
@Timeout(120)
final class UndecidedMessagesTest {
  private static final ShardId BUSY = new ShardId(Service.ORDER, 0);

  /** Has the same hash tag, so the same reader. */
  private static final ShardId CALM = new ShardId(Service.ORDER, StreamNames.TAGS);

  private static final int MESSAGES = 2_000;
  private static final int HELD_MAX = 400;

  /** Twice the time after which a reader looks for messages that were left behind. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  @Test
  void nodeHoldsSomeHundredAndReadsOnWhenTheyAreDecided() throws IOException {
    ReceivingInbox inbox = new ReceivingInbox();
    try (Broker broker = RedisBrokerContract.connect(SharedRedis.alone().url(), "undecided", "a")) {
      broker.start(inbox);
      broker.assign(Set.of(BUSY, CALM));
      BrokerSender.send(broker, messages(BUSY, MESSAGES));
      Await.until("some are read", () -> inbox.fromShards() >= 300);
      assertFalse(Await.holds(LOOK, () -> true, () -> inbox.fromShards() > HELD_MAX));
      int held = inbox.fromShards();
      BrokerSender.send(broker, messages(CALM, 1));
      Await.until("another stream is read", () -> inbox.fromShards() > held);
      inbox.decide();
      Await.until("all are read", () -> inbox.fromShards() == MESSAGES + 1);
    }
  }

  private static BrokerSender.Message[] messages(ShardId shard, int count) {
    BrokerSender.Message[] messages = new BrokerSender.Message[count];
    Arrays.setAll(
        messages, number -> new BrokerSender.Message(new Recipient.Shard(shard), new byte[] {1}));
    return messages;
  }
}
