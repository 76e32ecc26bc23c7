package tercet.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.runtime.cluster.ClusterMap;
import tercet.runtime.cluster.ClusterSecret;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.Ownership;
import tercet.runtime.cluster.PeerRefusedException;
import tercet.runtime.cluster.PeerSettings;
import tercet.runtime.cluster.PeerStatistics;
import tercet.runtime.cluster.PeerTransport;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.transport.Envelope;
import tercet.testing.testbed.server.Await;

/**
 * The contract of {@link PeerWire} as tests, within one process; {@link ProcessContract} has those
 * with several. An adapter's test class implements it by {@link #wire}.
 */
public interface WireContract extends TransportContract {
  /** The adapter. */
  PeerWire wire(ClusterSecret secret);

  @Override
  default Ends connect() {
    ClusterMap map = Loopback.cluster(SHARDS.count(), Ownership.ANY_NODE, "sender", NODE);
    return new Ends(transport(map, "sender"), transport(map, NODE));
  }

  private PeerTransport transport(ClusterMap map, String name) {
    return new PeerTransport(map, name, wire(EchoNode.SECRET), PeerSettings.DEFAULTS);
  }

  @Test
  default void whoDoesNotKnowTheSecretIsTurnedAway() throws IOException {
    NodeAddress address = Loopback.freeAddress();
    AtomicInteger batches = new AtomicInteger();
    ClusterSecret wrong = new ClusterSecret("a-secret-of-tests-onlY");
    try (PeerWire.PeerListener _ = listen(address, batches);
        PeerWire.PeerConnection stranger = wire(wrong).connect(address);
        PeerWire.PeerConnection peer = wire(EchoNode.SECRET).connect(address)) {
      assertRefused(stranger, batch(1), PeerWire.WRONG_SECRET);
      assertEquals(0, batches.get());
      assertEquals(0, peer.send(batch(1), PATIENCE));
      assertEquals(1, batches.get());
    }
  }

  @Test
  default void secretIsReplacedWhileBatchesAreSent() throws IOException {
    String old = "a-secret-of-tests-only";
    String next = "another-secret-of-tests";
    NodeAddress address = Loopback.freeAddress();
    AtomicInteger batches = new AtomicInteger();
    ClusterSecret ofReceiver = new ClusterSecret(old);
    ClusterSecret ofSender = new ClusterSecret(old);
    PeerWire.Receiver counting =
        batch -> {
          batches.incrementAndGet();
          return 0;
        };
    try (PeerWire.PeerListener _ = wire(ofReceiver).listen(address, counting);
        PeerWire.PeerConnection stolen = wire(new ClusterSecret(old)).connect(address);
        PeerWire.PeerConnection peer = wire(ofSender).connect(address)) {
      assertEquals(0, peer.send(batch(1), PATIENCE));
      assertEquals(0, stolen.send(batch(1), PATIENCE));
      ofReceiver.change(old + "\n" + next);
      ofSender.change(next + "\n" + old);
      assertEquals(0, peer.send(batch(1), PATIENCE));
      assertEquals(0, stolen.send(batch(1), PATIENCE));
      ofReceiver.change(next);
      assertEquals(0, peer.send(batch(1), PATIENCE));
      assertEquals(5, batches.get());
      assertRefused(stolen, batch(1), PeerWire.WRONG_SECRET);
      assertEquals(5, batches.get());
    }
  }

  @Test
  default void badBatchIsRefusedWithAReasonAndTheNextOneIsTaken() throws IOException {
    NodeAddress address = Loopback.freeAddress();
    AtomicInteger batches = new AtomicInteger();
    try (PeerWire.PeerListener _ = listen(address, batches);
        PeerWire.PeerConnection peer = wire(EchoNode.SECRET).connect(address)) {
      assertEquals(0, peer.send(batch(1), PATIENCE));
      assertRefused(peer, new byte[] {77, 0}, "version 77");
      assertEquals(0, peer.send(batch(1), PATIENCE));
      assertRefused(peer, new byte[0], "too early");
      assertRefused(peer, new byte[] {1, 0, 100, 1}, "too early");
      assertEquals(0, peer.send(batch(1), PATIENCE));
      assertEquals(3, batches.get());
    }
  }

  /** The reason may be lost, because the receiver does not wait until everything was sent. */
  @Test
  default void batchThatIsTooLargeIsRefusedAndTheNextOneIsTaken() throws IOException {
    NodeAddress address = Loopback.freeAddress();
    AtomicInteger batches = new AtomicInteger();
    try (PeerWire.PeerListener _ = listen(address, batches);
        PeerWire.PeerConnection peer = wire(EchoNode.SECRET).connect(address)) {
      for (int size : new int[] {EnvelopeBatch.BYTES_MAX + 1, 20 * EnvelopeBatch.BYTES_MAX}) {
        byte[] tooLarge = new byte[size];
        tooLarge[0] = 1;
        assertThrows(IOException.class, () -> peer.send(tooLarge, PATIENCE));
      }
      assertEquals(0, batches.get());
      Await.until("the next one is taken", PATIENCE, () -> isTaken(peer));
    }
  }

  @Test
  default void largestBatchIsTaken() throws IOException {
    NodeAddress address = Loopback.freeAddress();
    AtomicInteger envelopes = new AtomicInteger();
    int count = EnvelopeBatch.BYTES_MAX / 100;
    byte[] batch = batch(count);
    try (PeerWire.PeerListener _ = listen(address, envelopes);
        PeerWire.PeerConnection peer = wire(EchoNode.SECRET).connect(address)) {
      assertEquals(0, peer.send(batch, PATIENCE));
      assertEquals(count, envelopes.get());
    }
  }

  @Test
  default void senderHearsHowManyFoundNoRoom() throws IOException {
    NodeAddress address = Loopback.freeAddress();
    try (PeerWire.PeerListener _ = wire(EchoNode.SECRET).listen(address, batch -> 300);
        PeerWire.PeerConnection peer = wire(EchoNode.SECRET).connect(address)) {
      assertEquals(300, peer.send(batch(400), PATIENCE));
    }
  }

  @Test
  default void absentPeerIsNoticedAtOnceAndFoundWhenItComes() throws IOException {
    NodeAddress address = Loopback.freeAddress();
    AtomicInteger envelopes = new AtomicInteger();
    try (PeerWire.PeerConnection peer = wire(EchoNode.SECRET).connect(address)) {
      for (int round = 0; round < 3; round++) {
        long start = System.nanoTime();
        assertThrows(IOException.class, () -> peer.send(batch(1), PATIENCE));
        assertTrue(System.nanoTime() - start < PATIENCE.toNanos() / 2);
        try (PeerWire.PeerListener _ = listen(address, envelopes)) {
          Await.until("it comes", PATIENCE, () -> isTaken(peer));
        }
      }
      assertEquals(3, envelopes.get());
    }
  }

  private static boolean isTaken(PeerWire.PeerConnection peer) {
    try {
      return peer.send(batch(1), PATIENCE) == 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  default void portThatIsTakenIsNamed() throws IOException {
    NodeAddress address = Loopback.freeAddress();
    try (PeerWire.PeerListener _ = listen(address, new AtomicInteger())) {
      String message =
          String.valueOf(
              assertThrows(IOException.class, () -> listen(address, new AtomicInteger()))
                  .getMessage());
      assertTrue(message.contains(address.toString()), message);
      ClusterMap map = Loopback.cluster(1, Ownership.ANY_NODE, "sender", NODE);
      PeerTransport transport =
          new PeerTransport(map, NODE, address, wire(EchoNode.SECRET), PeerSettings.DEFAULTS);
      assertThrows(UncheckedIOException.class, () -> transport.start(envelope -> true));
      transport.close();
    }
  }

  /** The queue fills, the surplus is dropped, and everything goes on when there is room. */
  @Test
  default void receiverWithoutRoomSlowsTheSenderDown() {
    ClusterMap map = Loopback.cluster(SHARDS.count(), Ownership.ANY_NODE, "sender", NODE);
    PeerTransport sender = transport(map, "sender");
    PeerTransport receiver = transport(map, NODE);
    AtomicBoolean room = new AtomicBoolean();
    AtomicInteger refusals = new AtomicInteger();
    Set<Long> arrived = ConcurrentHashMap.newKeySet();
    receiver.start(envelope -> {
      if (!room.get()) {
        refusals.incrementAndGet();
        return false;
      }
      return envelope instanceof Envelope.ToNode answer && arrived.add(answer.to().number());
    });
    sender.start(envelope -> true);
    for (int number = 0; number < 20 * PeerSettings.DEFAULTS.queueMax(); number++) {
      sender.send(answer(number));
    }
    Await.until("the sender hears of it", PATIENCE, () -> only(sender).refused() > 0);
    Await.until("what waits is tried", PATIENCE, () -> only(sender).waiting() == 0);
    PeerStatistics afterwards = only(sender);
    assertTrue(afterwards.full() > 0, afterwards::toString);
    assertTrue(afterwards.reachable(), afterwards::toString);
    assertTrue(afterwards.refused() <= refusals.get(), afterwards::toString);
    room.set(true);
    sender.send(answer(-1));
    Await.until("the last arrives", PATIENCE, () -> arrived.contains(-1L));
    sender.close();
    receiver.close();
  }

  private static PeerStatistics only(PeerTransport transport) {
    return transport.peers().getFirst();
  }

  private PeerWire.PeerListener listen(NodeAddress address, AtomicInteger envelopes)
      throws IOException {
    return wire(EchoNode.SECRET)
        .listen(
            address,
            batch -> {
              EnvelopeBatch.read(batch, new Counting(envelopes));
              return 0;
            });
  }

  private static void assertRefused(PeerWire.PeerConnection link, byte[] batch, String reason) {
    String message =
        String.valueOf(
            assertThrows(PeerRefusedException.class, () -> link.send(batch, Duration.ofSeconds(10)))
                .getMessage());
    assertTrue(message.contains(reason), message);
  }

  private static byte[] batch(int count) {
    EnvelopeBatch.Writer writer = new EnvelopeBatch.Writer();
    for (int number = 0; number < count; number++) {
      assertTrue(writer.add(answer(number)));
    }
    return writer.toBytes();
  }

  private static Envelope answer(int number) {
    return new Envelope.ToNode(new ReplyAddress(NODE, number), new Answer.Created("x".repeat(60)));
  }
}
