package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.runtime.Eventually;
import tercet.runtime.transport.Envelope;

/** Whether peers are there is asked of those that are in use. */
@Timeout(60)
final class ProbeTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration IDLE_AFTER = Duration.ofMillis(600);
  private static final PeerSettings SETTINGS =
      new PeerSettings(
          64, 8, MINUTE, MINUTE, MINUTE, MILLI, IDLE_AFTER, MILLI, MILLI, MILLI, MILLI, MINUTE);

  private static final NodeAddress USED = new NodeAddress("heap", 2);
  private static final NodeAddress UNUSED = new NodeAddress("heap", 3);

  @Test
  void peerInUseIsAskedOftenAndOthersRarely() throws IOException {
    HeapWire wire = new HeapWire();
    ClusterMap map =
        new ClusterMap(
            List.of(
                new ClusterNode("a", EnumSet.allOf(Role.class), new NodeAddress("heap", 1)),
                new ClusterNode("used", EnumSet.of(Role.GATEWAY), USED),
                new ClusterNode("unused", EnumSet.of(Role.GATEWAY), UNUSED)),
            1,
            Ownership.ANY_NODE);
    try (PeerWire.PeerListener _ = wire.listen(USED, batch -> 0);
        PeerWire.PeerListener _ = wire.listen(UNUSED, batch -> 0);
        PeerTransport asking = new PeerTransport(map, "a", wire, SETTINGS)) {
      asking.start(envelope -> true);
      long start = System.nanoTime();
      Eventually.until("nothing is new", () -> elapsed(start).compareTo(IDLE_AFTER) > 0);
      int unusedBefore = wire.takenAt(UNUSED);
      long probesBefore = probes(wire, asking);
      while (wire.takenAt(UNUSED) < unusedBefore + 3) {
        asking.send(new Envelope.ToNode(new ReplyAddress("used", 1), new Answer.Created("x")));
        LockSupport.parkNanos(IDLE_AFTER.dividedBy(6).toNanos());
      }
      long probes = probes(wire, asking) - probesBefore;
      assertTrue(probes >= 6, "three of one that is not in use, and of one that is: " + probes);
    }
  }

  private static Duration elapsed(long sinceNanos) {
    return Duration.ofNanos(System.nanoTime() - sinceNanos);
  }

  private static long probes(HeapWire wire, PeerTransport asking) {
    long batches =
        asking.peers().stream()
            .filter(peer -> peer.peer().equals("used"))
            .mapToLong(PeerStatistics::batches)
            .sum();
    return wire.takenAt(USED) - batches;
  }
}
