package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When a peer is suspected, by a clock that only the peer moves. */
final class DeliveryTest {
  private static final PeerSettings SETTINGS = PeerSettings.DEFAULTS;
  private static final Duration PROBE_EVERY = SETTINGS.probeAfter();
  private static final byte[] BATCH = {};

  private final SlowLink link = new SlowLink();
  private final Delivery delivery =
      new Delivery(SETTINGS, new PeerClock("a", "b", SETTINGS.clockSkewMax()), link.nanos);

  /** Answers when it is told to. */
  private static final class SlowLink implements PeerWire.PeerConnection {
    private long nanos;
    private Duration answersAfter = Duration.ofMillis(1);
    private boolean refused;
    private int attempts;

    @Override
    public int send(byte[] batch, Duration timeout) throws IOException {
      attempts++;
      if (refused) {
        throw new ConnectException("no peer is there");
      }
      boolean late = answersAfter.compareTo(timeout) > 0;
      nanos += (late ? timeout : answersAfter).toNanos();
      if (late) {
        throw new SocketTimeoutException("no answer");
      }
      return 0;
    }

    @Override
    public void close() {}
  }

  private void send(boolean suspected) throws IOException {
    delivery.begin(suspected, link.nanos);
    while (true) {
      try {
        link.send(BATCH, delivery.limitNow());
        delivery.answered(link.nanos);
        return;
      } catch (IOException failed) {
        if (!delivery.failed(failed, link.nanos)) {
          throw failed;
        }
      }
    }
  }

  private boolean answers(boolean suspected) {
    link.nanos += PROBE_EVERY.toNanos();
    try {
      send(suspected);
      return true;
    } catch (IOException late) {
      return false;
    }
  }

  /** The load of a busy machine: any fixed half second would be wrong again and again. */
  @Test
  void peerWhoseAnswersTakeLongIsNotSuspectedOnceThatIsKnown() {
    for (int seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean suspected = false;
      int longerThanFloor = 0;
      int suspicions = 0;
      int lastSuspicion = 0;
      for (int batch = 0; batch < 400; batch++) {
        link.answersAfter = Duration.ofMillis(random.nextLong(50, 800));
        longerThanFloor += link.answersAfter.compareTo(SETTINGS.answerMin()) > 0 ? 1 : 0;
        boolean answered = answers(suspected);
        if (!answered && !suspected) {
          suspicions++;
          lastSuspicion = batch;
        }
        suspected = !answered;
      }
      assertTrue(longerThanFloor > 100, "seed " + seed);
      assertTrue(suspicions <= 1, "seed " + seed + ": " + suspicions);
      assertTrue(lastSuspicion < 100, "seed " + seed + ": " + lastSuspicion);
    }
  }

  @Test
  void rareStallsAreRememberedAlthoughMostAnswersAreFast() {
    SplittableRandom random = new SplittableRandom(1);
    boolean suspected = false;
    int suspicions = 0;
    for (int batch = 0; batch < 2_000; batch++) {
      link.answersAfter = Duration.ofMillis(random.nextInt(20) == 0 ? 700 : 2);
      boolean answered = answers(suspected);
      suspicions += !answered && !suspected ? 1 : 0;
      suspected = !answered;
    }
    assertTrue(suspicions <= 1, "suspicions: " + suspicions);
  }

  @Test
  void silenceIsNoticedInBoundedTimeHoweverSlowThePeerWas() {
    link.answersAfter = SETTINGS.answerMax().minusMillis(1);
    answers(true);
    assertEquals(SETTINGS.answerMax(), delivery.limit(link.nanos));
    link.answersAfter = Duration.ofDays(1);
    long start = link.nanos;
    assertThrows(SocketTimeoutException.class, () -> send(false));
    assertEquals(SETTINGS.answerMax(), Duration.ofNanos(link.nanos - start));
  }

  @Test
  void silenceOfAPeerThatWasFastIsNoticedInHalfASecond() {
    for (int batch = 0; batch < 100; batch++) {
      assertTrue(answers(false));
    }
    link.answersAfter = Duration.ofDays(1);
    long start = link.nanos;
    assertThrows(SocketTimeoutException.class, () -> send(false));
    assertEquals(SETTINGS.answerMin(), Duration.ofNanos(link.nanos - start));
  }

  @Test
  void peerThatIsFastAgainIsTrustedLessAfterAWhile() {
    link.answersAfter = Duration.ofMillis(900);
    answers(true);
    link.answersAfter = Duration.ofMillis(2);
    int batches = 0;
    while (delivery.limit(link.nanos).compareTo(SETTINGS.answerMin()) > 0) {
      assertTrue(answers(false));
      batches++;
    }
    Duration taken = PROBE_EVERY.multipliedBy(batches);
    assertTrue(taken.compareTo(AnswerTimes.HALF_LIFE.multipliedBy(3)) < 0, taken::toString);
  }

  /** A pause for minutes is not how long its answers take. */
  @Test
  void outageTeachesNothing() {
    link.answersAfter = Duration.ofDays(1);
    boolean suspected = false;
    for (int batch = 0; batch < 20; batch++) {
      assertFalse(answers(suspected));
      suspected = true;
    }
    link.answersAfter = Duration.ofMillis(1);
    assertTrue(answers(true));
    assertEquals(SETTINGS.answerMin(), delivery.limit(link.nanos));
  }

  /** A limit that its answers never keep would keep it away for good. */
  @Test
  void suspectedPeerHasTimeToReturn() {
    link.answersAfter = Duration.ofMillis(1_900);
    assertFalse(answers(false));
    assertTrue(answers(true));
    assertTrue(answers(false));
  }

  @Test
  void peerThatRefusesConnectionsIsKnownAtOnce() {
    link.refused = true;
    long start = link.nanos;
    assertThrows(ConnectException.class, () -> send(false));
    assertEquals(2, link.attempts);
    assertEquals(start, link.nanos);
  }
}
