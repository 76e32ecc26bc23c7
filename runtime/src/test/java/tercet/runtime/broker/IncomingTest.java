package tercet.runtime.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.transport.Envelope;

final class IncomingTest {
  private static final ShardId SHARD = new ShardId(Service.ORDER, 0);
  private static final long LIFE_MILLIS = BrokerSettings.DEFAULTS.lifetime().toMillis();

  private final List<Envelope> taken = new ArrayList<>();
  private final List<String> signs = new ArrayList<>();
  private long now = 1_000_000;

  private final InstantSource clock = () -> Instant.ofEpochMilli(now);
  private final Incoming incoming = new Incoming("b", BrokerSettings.DEFAULTS, clock, signs::add);

  private byte[] batch() {
    EnvelopeBatch.Writer writer = new EnvelopeBatch.Writer("a", clock);
    assertTrue(writer.add(new Envelope.ToNode(new ReplyAddress("b", 1), new Answer.Done())));
    return writer.toBytes();
  }

  @Test
  void ageIsThatOfTheLastMessageFromTheQueueOfAShard() {
    incoming.start(taken::add);
    assertEquals(0, incoming.ageMillis());
    byte[] early = batch();
    now += 700;
    incoming.fromShard(SHARD, early);
    assertEquals(700, incoming.ageMillis());
    incoming.forNode(batch());
    assertEquals(700, incoming.ageMillis());
    incoming.fromShard(SHARD, batch());
    assertEquals(0, incoming.ageMillis());
    assertEquals(3, taken.size());
  }

  @Test
  void messageOfAClockThatIsAheadHasNoAge() {
    incoming.start(taken::add);
    byte[] ahead = batch();
    now -= 500;
    incoming.fromShard(SHARD, ahead);
    assertEquals(0, incoming.ageMillis());
    assertEquals(1, taken.size());
  }

  @Test
  void oldMessageIsDroppedAndIsNoSignOfLife() {
    incoming.start(taken::add);
    byte[] old = batch();
    now += LIFE_MILLIS;
    incoming.forNode(old);
    assertEquals(List.of("a"), signs);
    now++;
    incoming.forNode(old);
    assertEquals(List.of("a"), signs);
    assertEquals(1, taken.size());
    assertEquals(1, incoming.old());
  }

  /** An adapter's thread that it ended would hear nothing more. */
  @Test
  void receiverThatFailsAtAMessageGetsTheNextOne() {
    incoming.start(envelope -> {
      if (now == 1_000_000) {
        throw new IllegalStateException("a bug of the receiver");
      }
      return taken.add(envelope);
    });
    incoming.forNode(batch());
    assertTrue(incoming.fromShard(SHARD, batch()).getAsBoolean());
    now++;
    incoming.forNode(batch());
    incoming.fromShard(SHARD, batch());
    assertEquals(2, taken.size());
  }

  /** Two nodes may go by different places for a moment while the cluster grows. */
  @Test
  void messageForAnotherNodeIsDroppedAndCounted() {
    Incoming elsewhere = new Incoming("bb", BrokerSettings.DEFAULTS, clock, signs::add);
    elsewhere.start(taken::add);
    elsewhere.forNode(batch());
    assertEquals(List.of(), taken);
    assertEquals(1, elsewhere.refused());
    assertEquals(List.of("a"), signs);
  }

  /** It stays at the broker for the next reader. */
  @Test
  void messageThatComesWhileTheNodeEndsIsNotDecided() {
    incoming.start(taken::add);
    incoming.close();
    assertFalse(incoming.fromShard(SHARD, batch()).getAsBoolean());
    assertEquals(List.of(), taken);
  }
}
