package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tercet.runtime.Eventually;

/** One of two nodes has moved: it finds the other before the other finds it. */
final class MeetingTest {
  private static final ClusterNode MOVED =
      new ClusterNode("moved", EnumSet.of(Role.GATEWAY), new NodeAddress("heap", 1));
  private static final ClusterNode SHOP =
      new ClusterNode(
          "shop", EnumSet.of(Role.ORDER, Role.STOCK, Role.PAYMENT), new NodeAddress("heap", 2));
  private static final ClusterMap MAP = new ClusterMap(List.of(MOVED, SHOP), 4, Ownership.ONE_NODE);

  @Test
  void nodeIsReachedOnceAllThatItReachesHaveReachedIt() {
    HeapWire wire = new HeapWire();
    wire.hangAt(MOVED.address());
    try (PeerTransport shop = start("shop", wire);
        PeerTransport moved = start("moved", wire)) {
      Eventually.until("it reaches the shop", () -> wire.takenAt(SHOP.address()) > 0);
      assertFalse(moved.isReached());
      wire.goOnAt(MOVED.address());
      Eventually.until("the shop reaches it", moved::isReached);
      Eventually.until("it reaches the shop", shop::isReached);
    }
  }

  private static PeerTransport start(String name, HeapWire wire) {
    PeerTransport transport = new PeerTransport(MAP, name, wire, PeerSettings.DEFAULTS);
    transport.start(envelope -> true);
    return transport;
  }
}
