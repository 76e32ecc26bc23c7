package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tercet.kernel.id.ShardId;
import tercet.runtime.Eventually;
import tercet.runtime.transport.Transport;

/** A node's lanes hear of its peers. */
final class PeerWatchTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final PeerSettings SETTINGS =
      new PeerSettings(
          64,
          8,
          Duration.ofSeconds(1),
          MILLI.multipliedBy(20),
          MILLI.multipliedBy(40),
          MILLI.multipliedBy(5),
          MILLI.multipliedBy(10),
          MILLI,
          MILLI,
          MILLI,
          MILLI,
          Duration.ofSeconds(1));
  private static final EnumSet<Role> ALL = EnumSet.of(Role.ORDER, Role.STOCK, Role.PAYMENT);
  private static final ClusterMap MAP =
      new ClusterMap(
          List.of(
              new ClusterNode("a", ALL, new NodeAddress("heap", 1)),
              new ClusterNode("b", ALL, new NodeAddress("heap", 2))),
          16,
          Ownership.ONE_NODE);

  private final HeapWire wire = new HeapWire();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Test
  void watcherHearsWhichShardsAreGoneAndBack() {
    List<ShardId> ofB = MAP.preferring(MAP.node("b"));
    ShardId ofA = MAP.preferring(MAP.node("a")).getFirst();
    try (PeerTransport a = new PeerTransport(MAP, "a", wire, SETTINGS);
        PeerTransport b = new PeerTransport(MAP, "b", wire, SETTINGS)) {
      a.watch(new Listening(Set.copyOf(ofB)));
      a.start(envelope -> true);
      Eventually.until("b is missed", () -> heard.equals(List.of("gone")));
      assertFalse(a.reaches(ofB.getFirst()));
      assertTrue(a.reaches(ofA));
      b.start(envelope -> true);
      Eventually.until("b is back", () -> heard.equals(List.of("gone", "back")));
      assertTrue(a.reaches(ofB.getFirst()));
    }
  }

  private final class Listening implements Transport.Watcher {
    private final Set<ShardId> expected;

    Listening(Set<ShardId> expected) {
      this.expected = expected;
    }

    @Override
    public void back(Collection<ShardId> shards) {
      heard.add(expected.equals(Set.copyOf(shards)) ? "back" : "others are back");
    }

    @Override
    public void gone(Collection<ShardId> shards) {
      heard.add(expected.equals(Set.copyOf(shards)) ? "gone" : "others are gone");
    }
  }
}
