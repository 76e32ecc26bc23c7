package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.transport.Envelope;

/** A node and its peer, step by step: nothing here has a thread or a clock. */
final class PeerQueueTest {
  private static final long MILLI = 1_000_000;
  private static final PeerSettings SETTINGS =
      new PeerSettings(
          4,
          2,
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofMillis(250),
          Duration.ofSeconds(5),
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(1),
          Duration.ofMillis(4),
          Duration.ofSeconds(1));

  private final List<Envelope> elsewhere = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final PeerQueue queue =
      new PeerQueue(
          "self",
          new ClusterNode("peer", EnumSet.of(Role.STOCK), new NodeAddress("peer", 1)),
          new EnvelopeBatch.Writer("self", InstantSource.system()),
          SETTINGS,
          elsewhere::add,
          new Telling(),
          bound -> bound - 1, // whole pauses
          0);
  private long now;

  private final class Telling implements PeerListener {
    @Override
    public void back(ClusterNode peer) {
      told.add("back");
    }

    @Override
    public void gone(ClusterNode peer, IOException why) {
      told.add("gone");
    }

    @Override
    public void unsendable(Envelope envelope, IllegalArgumentException bug) {
      throw new AssertionError(bug);
    }
  }

  private static Envelope envelope(int number) {
    return new Envelope.ToNode(new ReplyAddress("peer", number), new Answer.Done());
  }

  private void expect(PeerQueue.Step step) {
    assertEquals(step, queue.next(now));
  }

  private void pass(long millis) {
    now += millis * MILLI;
  }

  private List<Envelope> batch() {
    List<Envelope> read = new ArrayList<>();
    EnvelopeBatch.read(
        queue.batch(),
        new EnvelopeBatch.Listener() {
          @Override
          public void envelope(Envelope envelope) {
            read.add(envelope);
          }

          @Override
          public void malformed(MalformedBytesException why) {
            throw why;
          }
        });
    return read;
  }

  @Test
  void nextBatchGathersWhileOneIsUnderWay() {
    queue.send(envelope(1));
    expect(PeerQueue.Step.SEND);
    assertEquals(List.of(envelope(1)), batch());
    queue.send(envelope(2));
    queue.send(envelope(3));
    queue.send(envelope(4));
    assertThrows(IllegalStateException.class, () -> queue.next(now));
    queue.taken(0, now);
    expect(PeerQueue.Step.SEND);
    assertEquals(List.of(envelope(2), envelope(3)), batch());
    queue.taken(0, now);
    expect(PeerQueue.Step.SEND);
    assertEquals(List.of(envelope(4)), batch());
    queue.taken(0, now);
    expect(PeerQueue.Step.WAIT);
  }

  /** A peer that takes less than it is sent would otherwise get only what is void already. */
  @Test
  void envelopeThatHasWaitedForTooLongIsDropped() {
    for (int number = 1; number <= 4; number++) {
      queue.send(envelope(number));
    }
    expect(PeerQueue.Step.SEND);
    pass(600);
    queue.taken(0, now);
    queue.send(envelope(5));
    expect(PeerQueue.Step.SEND);
    assertEquals(List.of(envelope(3), envelope(4)), batch());
    pass(600);
    queue.taken(0, now);
    queue.send(envelope(6));
    expect(PeerQueue.Step.SEND);
    assertEquals(List.of(envelope(5), envelope(6)), batch());
    queue.send(envelope(7));
    queue.send(envelope(8));
    pass(130);
    queue.taken(0, now);
    queue.send(envelope(9));
    queue.send(envelope(10));
    expect(PeerQueue.Step.SEND);
    assertEquals(List.of(envelope(7), envelope(8)), batch());
    pass(1_001);
    queue.taken(0, now);
    expect(PeerQueue.Step.WAIT);
    assertEquals(2, queue.statistics(now).lost());
    queue.send(envelope(11));
    expect(PeerQueue.Step.SEND);
    assertEquals(List.of(envelope(11)), batch());
  }

  @Test
  void brokenConnectionIsTriedOnceMoreWithTheSameBatch() {
    queue.send(envelope(1));
    expect(PeerQueue.Step.SEND);
    byte[] first = queue.batch();
    assertEquals(Duration.ofMillis(500), queue.limit());
    pass(100);
    queue.failed(new IOException("broken"), now);
    expect(PeerQueue.Step.SEND);
    assertArrayEquals(first, queue.batch());
    assertEquals(Duration.ofMillis(400), queue.limit());
    queue.failed(new IOException("broken"), now);
    assertEquals(List.of("gone"), told);
    assertEquals(List.of(envelope(1)), elsewhere);
  }

  @Test
  void lateAnswerIsASuspicionAndWhatWaitsGoesElsewhere() {
    queue.send(envelope(1));
    expect(PeerQueue.Step.SEND);
    queue.send(envelope(2));
    pass(500);
    queue.failed(new SocketTimeoutException(), now);
    assertFalse(queue.isReachable());
    assertEquals(List.of("gone"), told);
    assertEquals(List.of(envelope(1), envelope(2)), elsewhere);
  }

  @Test
  void suspectedPeerIsAskedWithPausesThatDoubleUntilItIsBack() {
    queue.send(envelope(1));
    expect(PeerQueue.Step.SEND);
    queue.failed(new SocketTimeoutException(), now);
    for (long pause : new long[] {50, 100, 200, 200}) {
      expect(PeerQueue.Step.PAUSE);
      assertEquals(pause * MILLI, queue.pauseNanos(now));
      pass(pause - 1);
      expect(PeerQueue.Step.PAUSE);
      pass(1);
      expect(PeerQueue.Step.SEND);
      assertEquals(List.of(), batch());
      assertEquals(SETTINGS.answerMax(), queue.limit());
      queue.failed(new ConnectException(), now);
    }
    assertEquals(List.of("gone"), told);
    expect(PeerQueue.Step.PAUSE);
    pass(200);
    expect(PeerQueue.Step.SEND);
    queue.send(envelope(2));
    queue.taken(0, now);
    assertTrue(queue.isReachable());
    assertEquals(List.of("gone", "back"), told);
    expect(PeerQueue.Step.SEND);
    assertEquals(List.of(envelope(2)), batch());
  }

  @Test
  void peerWithoutRoomIsSpared() {
    for (long pause : new long[] {1, 2, 4, 4}) {
      queue.send(envelope(1));
      expect(PeerQueue.Step.SEND);
      queue.taken(1, now);
      expect(PeerQueue.Step.PAUSE);
      assertEquals(pause * MILLI, queue.pauseNanos(now));
      pass(pause);
      expect(PeerQueue.Step.WAIT);
    }
    assertTrue(queue.isReachable());
  }

  /** A lane whose store is away stays full; those beside it are sent to as before. */
  @Test
  void oneFullLaneOfPeerHoldsNothingBack() {
    for (int batch = 0; batch < 3; batch++) {
      for (int number = 1; number <= 2; number++) {
        queue.send(envelope(number));
      }
      expect(PeerQueue.Step.SEND);
      assertEquals(2, batch().size());
      queue.send(envelope(3));
      queue.taken(1, now);
      expect(PeerQueue.Step.SEND);
      queue.taken(0, now);
    }
    assertEquals(3, queue.statistics(now).refused());
  }

  @Test
  void refusedBatchGoesNowhereElse() {
    queue.send(envelope(1));
    expect(PeerQueue.Step.SEND);
    queue.send(envelope(2));
    queue.failed(new PeerRefusedException("no"), now);
    assertEquals(List.of(envelope(2)), elsewhere);
    assertEquals(1, queue.statistics(now).lost());
  }

  @Test
  void silentPeerIsAskedSoonIfItIsInUseAndElseSeldom() {
    queue.send(envelope(1));
    expect(PeerQueue.Step.SEND);
    queue.taken(0, now);
    pass(249);
    expect(PeerQueue.Step.WAIT);
    pass(1);
    assertTrue(queue.isSilent(now));
    expect(PeerQueue.Step.SEND);
    assertEquals(List.of(), batch());
    pass(4_750);
    queue.taken(0, now);
    pass(4_999);
    expect(PeerQueue.Step.WAIT);
    pass(1);
    expect(PeerQueue.Step.SEND);
  }

  @Test
  void peerThatSpeaksAfterASilenceIsSpokenToAtOnce() {
    pass(6_000);
    expect(PeerQueue.Step.SEND);
    queue.taken(0, now);
    pass(249);
    queue.hear(0, 0, now);
    expect(PeerQueue.Step.WAIT);
    pass(1);
    queue.hear(0, 0, now);
    assertTrue(queue.isSilent(now));
    expect(PeerQueue.Step.SEND);
    assertEquals(List.of(), batch());
    queue.taken(0, now);
    assertFalse(queue.isSilent(now));
  }

  @Test
  void fullQueueDropsAndCounts() {
    for (int number = 0; number < 6; number++) {
      queue.send(envelope(number));
    }
    assertEquals(2, queue.statistics(now).full());
    assertEquals(4, queue.statistics(now).waiting());
  }
}
