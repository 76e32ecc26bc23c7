package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.BrokerSettings;
import tercet.runtime.broker.BrokerTransport;
import tercet.runtime.broker.Recipient;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.TimeBound;

/**
 * The contract of {@link Broker} as tests against a real broker, within one process; {@link
 * ProcessContract} has those with several. An adapter's test class implements it.
 */
public interface BrokerContract extends TransportContract {
  /**
   * Connects a node.
   *
   * @param shop what all names at the broker begin with; the broker has seen none of them before
   */
  Broker broker(String shop, ClusterMap map, String node);

  /** A prefix that no other test has. */
  String newShop();

  /** Ends the broker as {@code kill -9} does; all of its members. */
  void killBroker();

  /** Starts it again with its data, and returns when it can be used. */
  void restartBroker();

  /** Keeps messages for longer than any test takes. */
  BrokerSettings PATIENT = lifetime(Duration.ofHours(1));

  private static BrokerSettings lifetime(Duration lifetime) {
    BrokerSettings usual = BrokerSettings.DEFAULTS;
    return new BrokerSettings(
        usual.queueMax(),
        usual.batchMax(),
        usual.underWayMax(),
        usual.waitMax(),
        lifetime,
        usual.signEvery(),
        usual.goneAfter(),
        usual.retryMin(),
        usual.retryMax(),
        usual.roomEvery());
  }

  @Override
  default Ends connect() {
    ClusterMap map = Loopback.cluster(SHARDS.count(), Ownership.ANY_NODE, "sender", NODE);
    String shop = newShop();
    return new Ends(
        new BrokerTransport(map, "sender", broker(shop, map, "sender"), BrokerSettings.DEFAULTS),
        new BrokerTransport(map, NODE, broker(shop, map, NODE), BrokerSettings.DEFAULTS));
  }

  @Test
  default void oldMessageIsDroppedBeforeItReachesAMailbox() throws IOException {
    try (BrokerScene scene = new BrokerScene(this)) {
      Set<Envelope> received = ConcurrentHashMap.newKeySet();
      ShardId shard = scene.of("a");
      scene.publish(new Recipient.Shard(shard), scene.batch(shard, 1));
      byte[] answer = answers(scene, "a", 1);
      scene.clock().move(BrokerSettings.DEFAULTS.lifetime().plusMillis(1));
      BrokerTransport a = scene.start("a", BrokerSettings.DEFAULTS, received::add);
      scene.publish(new Recipient.Node("a"), answer);
      Await.until("both came", PATIENCE, () -> a.statistics().old() == 2);
      scene.publish(new Recipient.Shard(shard), scene.batch(shard, 2));
      Await.until("the next one comes", PATIENCE, () -> received.size() == 1);
      assertEquals(2, a.statistics().old());
    }
  }

  @Test
  default void badMessageIsCountedAndTheNextOneIsTaken() throws IOException {
    try (BrokerScene scene = new BrokerScene(this)) {
      Set<Envelope> received = ConcurrentHashMap.newKeySet();
      BrokerTransport a = scene.start("a", BrokerSettings.DEFAULTS, received::add);
      ShardId shard = scene.of("a");
      byte[][] bad = {new byte[0], {77, 0}, {1, 0, 100, 1}};
      for (byte[] batch : bad) {
        scene.publish(new Recipient.Shard(shard), batch);
      }
      scene.publish(new Recipient.Shard(shard), scene.batch(shard, 1));
      Await.until("the good one comes", PATIENCE, () -> received.size() == 1);
      assertEquals(bad.length, a.statistics().malformed());
    }
  }

  @Test
  default void largestMessageIsTaken() throws IOException {
    try (BrokerScene scene = new BrokerScene(this)) {
      AtomicInteger received = new AtomicInteger();
      scene.start("a", PATIENT, envelope -> received.incrementAndGet() > 0);
      EnvelopeBatch.Writer writer = new EnvelopeBatch.Writer("front", scene.clock());
      String text = "x".repeat(60);
      int count = 0;
      while (writer.add(new Envelope.ToNode(new ReplyAddress("a", 1), new Answer.Created(text)))) {
        count++;
      }
      byte[] largest = writer.toBytes();
      scene.publish(new Recipient.Shard(scene.of("a")), largest);
      int once = count;
      Await.until("the shard's comes", PATIENCE, () -> received.get() == once);
      scene.publish(new Recipient.Node("a"), largest);
      Await.until("the node's comes", PATIENCE, () -> received.get() == 2 * once);
    }
  }

  @Test
  default void readerThatHasNoRoomLosesNothingThatIsYoung() throws IOException {
    try (BrokerScene scene = new BrokerScene(this)) {
      AtomicBoolean room = new AtomicBoolean();
      AtomicInteger refusals = new AtomicInteger();
      Set<Envelope> received = ConcurrentHashMap.newKeySet();
      scene.start(
          "a",
          PATIENT,
          envelope -> {
            refusals.incrementAndGet();
            return room.get() && received.add(envelope);
          });
      ShardId shard = scene.of("a");
      for (int number = 0; number < 1_000; number++) {
        scene.publish(new Recipient.Shard(shard), scene.batch(shard, number));
      }
      Await.until("it is offered", PATIENCE, () -> refusals.get() > 10);
      assertTrue(received.isEmpty());
      room.set(true);
      Await.until("all are taken", PATIENCE, () -> received.size() == 1_000);
    }
  }

  @Test
  default void undecidedMessageGoesToTheNextReader() throws IOException {
    try (BrokerScene scene = new BrokerScene(this)) {
      Set<Envelope> first = ConcurrentHashMap.newKeySet();
      ShardId shard = scene.of("a");
      BrokerTransport a = scene.start("a", PATIENT, new Undecided(first::add));
      scene.publish(new Recipient.Shard(shard), scene.batch(shard, 1, 2));
      Await.until("the first reader has it", PATIENCE, () -> first.size() == 2);
      Set<Envelope> second = ConcurrentHashMap.newKeySet();
      scene.start("b", PATIENT, second::add);
      a.close();
      Await.until("the next reader has it", PATIENCE, () -> second.equals(first));
    }
  }

  @Test
  default void decidedMessageIsNotReadAgain() throws IOException {
    try (BrokerScene scene = new BrokerScene(this)) {
      Set<Envelope> first = ConcurrentHashMap.newKeySet();
      ShardId shard = scene.of("a");
      BrokerTransport a = scene.start("a", PATIENT, first::add);
      scene.publish(new Recipient.Shard(shard), scene.batch(shard, 1));
      Await.until("the first reader has it", PATIENCE, () -> first.size() == 1);
      a.close(); // which confirms what is decided
      assertNextReaderHearsOnlyWhatIsNew(scene, shard, PATIENT);
    }
  }

  /** A message that a broker hands over again after an hour has no effect. */
  @Test
  default void messageThatComesAgainAfterAnHourIsDropped() throws IOException {
    try (BrokerScene scene = new BrokerScene(this)) {
      Set<Envelope> first = ConcurrentHashMap.newKeySet();
      ShardId shard = scene.of("a");
      BrokerTransport a = scene.start("a", BrokerSettings.DEFAULTS, new Undecided(first::add));
      scene.publish(new Recipient.Shard(shard), scene.batch(shard, 1));
      Await.until("the first reader has it", PATIENCE, () -> first.size() == 1);
      a.close();
      scene.clock().move(Duration.ofHours(1));
      assertNextReaderHearsOnlyWhatIsNew(scene, shard, BrokerSettings.DEFAULTS);
    }
  }

  /**
   * The reader stands still in the middle of a message, and goes on when another has taken over.
   */
  @Test
  default void shardsOfAReaderThatStandsStillAreReadByAnother() throws IOException {
    try (BrokerScene scene = new BrokerScene(this)) {
      CountDownLatch goOn = new CountDownLatch(1);
      Set<Envelope> first = ConcurrentHashMap.newKeySet();
      ShardId shard = scene.of("a");
      Broker standing = scene.broker("a");
      standing.start(new StandingInbox(first, goOn));
      standing.assign(Set.of(shard));
      scene.publish(new Recipient.Shard(shard), scene.batch(shard, 1));
      Await.until("the first reader has it", PATIENCE, () -> first.size() == 1);
      Set<Envelope> second = ConcurrentHashMap.newKeySet();
      scene.start("b", PATIENT, second::add);
      Envelope next = new Envelope.ToShard(EnvelopeSamples.request(shard, 2));
      Await.until(
          "another reads",
          PATIENCE,
          () -> {
            scene.publish(new Recipient.Shard(shard), scene.batch(shard, 2));
            return second.contains(next);
          });
      goOn.countDown();
      standing.assign(Set.of());
      standing.close();
    }
  }

  @Test
  default void sendingNeverWaitsForABrokerThatIsGoneAndItIsFoundAgain() throws IOException {
    try (BrokerScene scene = new BrokerScene(this)) {
      Set<Envelope> received = ConcurrentHashMap.newKeySet();
      ShardId shard = scene.of("a");
      scene.start("a", BrokerSettings.DEFAULTS, received::add);
      BrokerTransport b = scene.start("b", BrokerSettings.DEFAULTS, envelope -> true);
      Envelope sent = new Envelope.ToShard(EnvelopeSamples.request(shard, 1));
      deliver(b, sent, received);
      killBroker();
      try {
        Await.until("it is missed", PATIENCE, () -> !b.statistics().reachable());
        long start = System.nanoTime();
        for (int number = 0; number < 100_000; number++) {
          b.send(new Envelope.ToShard(EnvelopeSamples.request(shard, 2)));
        }
        assertTrue(System.nanoTime() - start < PATIENCE.toNanos() / 4);
        Await.until("the shard is missed", PATIENCE, () -> !b.reaches(shard));
      } finally {
        restartBroker();
      }
      Await.until("it is back", TimeBound.of(PATIENCE), () -> b.reaches(shard));
      received.clear();
      deliver(b, sent, received);
    }
  }

  private static void assertNextReaderHearsOnlyWhatIsNew(
      BrokerScene scene, ShardId shard, BrokerSettings settings) {
    Set<Envelope> second = ConcurrentHashMap.newKeySet();
    scene.start("b", settings, second::add);
    Envelope next = new Envelope.ToShard(EnvelopeSamples.request(shard, 2));
    Await.until(
        "the next reader reads",
        PATIENCE,
        () -> {
          scene.publish(new Recipient.Shard(shard), scene.batch(shard, 2));
          return second.contains(next);
        });
    assertEquals(Set.of(next), second);
  }

  private static void deliver(Transport from, Envelope sent, Set<Envelope> received) {
    Await.until(
        "it arrives",
        PATIENCE,
        () -> {
          from.send(sent);
          return received.contains(sent);
        });
  }

  private static byte[] answers(BrokerScene scene, String node, int number) {
    EnvelopeBatch.Writer writer = new EnvelopeBatch.Writer("front", scene.clock());
    assertTrue(writer.add(new Envelope.ToNode(new ReplyAddress(node, number), new Answer.Done())));
    return writer.toBytes();
  }
}
