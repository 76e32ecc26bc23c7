package tercet.transport.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.Recipient;
import tercet.testing.contract.BrokerSender;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.RedisServer;

/** Channels on which no other node sends anything. */
@Tag("slow")
@Timeout(120)
final class QuietChannelTest {
  /** Its own channel, and that of all nodes. */
  private static final int CHANNELS = 2;

  /** Longer than a channel that is lost may be silent. */
  private static final Duration LOOK = Duration.ofSeconds(4);

  /** Each takes a second, so together longer than the silence that a listener bears. */
  private static final int FAILURES = 3;

  @Test
  void silenceIsNoLostConnectionAndABrokenOneIsMissed() throws IOException {
    try (RedisServer server = RedisServer.start(what -> {})) {
      ReceivingInbox inbox = new ReceivingInbox();
      try (Broker broker = RedisBrokerContract.connect(server.url(), "quiet", "a")) {
        broker.start(inbox);
        assertFalse(
            Await.holds(LOOK, () -> true, () -> subscriptions(server) != CHANNELS),
            () -> subscriptions(server) + " subscriptions");
        assertEquals(0, inbox.forNodes());
        server.process().pause(); // its connections stay, and say nothing
        for (int failures = 0; failures < FAILURES; failures++) {
          Await.until("a message fails", () -> !isSent(broker, new Recipient.Node("a")));
        }
        server.process().resume();
        Await.until("both are subscribed to again", () -> subscriptions(server) >= 2 * CHANNELS);
        assertIsHeard(broker, inbox, new Recipient.Node("a"));
        assertIsHeard(broker, inbox, new Recipient.AllNodes());
      }
    }
  }

  private static void assertIsHeard(Broker broker, ReceivingInbox inbox, Recipient to) {
    int before = inbox.forNodes();
    Await.until("a message is heard", () -> isSent(broker, to) && inbox.forNodes() > before);
  }

  private static boolean isSent(Broker broker, Recipient to) {
    try {
      BrokerSender.send(broker, new BrokerSender.Message(to, new byte[] {1}));
      return true;
    } catch (IOException failed) {
      return false;
    }
  }

  /** How often clients have subscribed since the server's start. */
  private static int subscriptions(RedisServer server) {
    String calls =
        server
            .process()
            .cli("INFO", "commandstats")
            .replaceFirst("(?s).*cmdstat_ssubscribe:calls=(\\d+).*", "$1");
    return calls.matches("\\d+") ? Integer.parseInt(calls) : 0;
  }
}
