package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.runtime.Eventually;

@Timeout(60)
final class PeerClockTest {
  private static final Duration SKEW_MAX = Duration.ofSeconds(1);

  private final SplittableRandom random = new SplittableRandom(1);
  private final PeerClock clock = new PeerClock("self", "peer", SKEW_MAX);
  private long nowMillis = 1_000_000;

  /** Batches that are on their way for 2 to 400 ms, and answered in 4 at best. */
  private void hear(long aheadMillis, int batches) {
    for (int batch = 0; batch < batches; batch++) {
      nowMillis += 250;
      long travel = random.nextInt(10) == 0 ? 2 : random.nextLong(2, 400);
      clock.travelled(Duration.ofMillis(2 * travel), nanos());
      clock.heard(nowMillis - travel + aheadMillis, nowMillis, nanos());
    }
  }

  private long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(nowMillis);
  }

  @Test
  void differenceIsKnownInSpiteOfSlowBatches() {
    for (long ahead : new long[] {0, 300, -300, 5_000, -86_400_000}) {
      PeerClockTest one = new PeerClockTest();
      one.hear(ahead, 100);
      assertEquals((double) ahead, one.clock.skewMillis(), 4, "ahead by " + ahead);
      assertEquals(Math.abs(ahead) > SKEW_MAX.toMillis(), one.clock.isApart());
    }
  }

  @Test
  void clockThatIsSetRightIsRightAgainAfterAWhile() {
    hear(2_000, 100);
    assertTrue(clock.isApart());
    hear(0, 480); // two minutes
    assertEquals(0, clock.skewMillis(), 4);
    assertFalse(clock.isApart());
  }

  /** The first batches of a node that starts on a busy machine take seconds. */
  @Test
  void slowStartIsNoWrongClock() {
    for (int batch = 0; batch < 5; batch++) {
      nowMillis += 250;
      clock.heard(nowMillis - 1_500, nowMillis, nanos());
      assertFalse(clock.isApart());
    }
    hear(0, 100);
    assertFalse(clock.isApart());
  }

  @Test
  void batchesOfANodeSayWhatItsClockIs() {
    HeapWire wire = new HeapWire();
    ClusterMap map =
        new ClusterMap(
            List.of(
                new ClusterNode("a", EnumSet.allOf(Role.class), new NodeAddress("heap", 1)),
                new ClusterNode("b", EnumSet.of(Role.GATEWAY), new NodeAddress("heap", 2))),
            1,
            Ownership.ANY_NODE);
    InstantSource right = InstantSource.system();
    InstantSource wrong = () -> Instant.now().plusSeconds(100);
    try (PeerTransport a = transport(map, "a", wire, right);
        PeerTransport b = transport(map, "b", wire, wrong)) {
      a.start(envelope -> true);
      b.start(envelope -> true);
      Eventually.until("a knows", () -> a.peers().getFirst().apart());
      assertEquals(100, a.peers().getFirst().clockSkewSeconds(), 5);
      Eventually.until("b sees a behind", () -> b.peers().getFirst().clockSkewSeconds() < -90);
    }
  }

  private static PeerTransport transport(
      ClusterMap map, String name, HeapWire wire, InstantSource clock) {
    return new PeerTransport(
        map, name, map.node(name).address(), wire, PeerSettings.DEFAULTS, clock);
  }
}
