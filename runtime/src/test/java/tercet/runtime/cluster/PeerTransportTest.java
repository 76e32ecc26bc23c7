package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Request;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.runtime.Eventually;
import tercet.runtime.transport.Envelope;

final class PeerTransportTest {
  private static final int SHARDS = 16;
  private static final Duration MILLI = Duration.ofMillis(1);

  /** Small, so that every limit is reached at once. */
  private static final PeerSettings SETTINGS =
      settings(MILLI.multipliedBy(20), MILLI.multipliedBy(5));

  /** Suspects no peer just because it hangs, and probes no peer to which nothing was sent. */
  private static final PeerSettings PATIENT =
      settings(Duration.ofMinutes(1), Duration.ofMinutes(1));

  private final HeapWire wire = new HeapWire();
  private final List<PeerTransport> open = new ArrayList<>();
  private final Map<String, Set<Envelope>> received = new HashMap<>();

  @AfterEach
  void close() {
    open.forEach(PeerTransport::close);
  }

  @Test
  void shardGoesToTheServerThatItPrefers() {
    ClusterMap map = map(Ownership.ANY_NODE);
    PeerTransport front = start(map, "front");
    start(map, "a");
    start(map, "b");
    for (ShardId shard : new Shards(SHARDS).all()) {
      front.send(request(shard, 1));
      awaitReceived(map.servers(shard).getFirst().name(), request(shard, 1));
    }
    assertEquals(3 * SHARDS, received("a").size() + received("b").size());
    assertEquals(0, front.lost());
  }

  @Test
  void shardsThatThisNodePrefersNeverLeaveIt() {
    ClusterMap map = map(Ownership.ANY_NODE);
    PeerTransport a = start(map, "a");
    ShardId own = first(map, "a");
    a.send(request(own, 1));
    assertEquals(Set.of(request(own, 1)), received("a"));
    Envelope answer = answer(ClusterMap.replyName("a", "now"), 1);
    a.send(answer);
    assertTrue(received("a").contains(answer));
  }

  @Test
  void thisNodeTakesShardsOfAPeerThatIsGone() {
    ClusterMap map = map(Ownership.ANY_NODE);
    PeerTransport a = start(map, "a");
    Eventually.until("b is missed", () -> !peer(a, "b").reachable());
    ShardId ofB = first(map, "b");
    a.send(request(ofB, 1));
    assertEquals(Set.of(request(ofB, 1)), received("a"));
  }

  @Test
  void whatWaitsForAPeerThatHangsGoesToTheNextServer() {
    ClusterMap map = map(Ownership.ANY_NODE);
    PeerTransport front = start(map, "front");
    start(map, "a");
    start(map, "b");
    ShardId ofB = first(map, "b");
    wire.hangAt(map.node("b").address());
    Set<Envelope> sent = ConcurrentHashMap.newKeySet();
    for (int number = 0; number < 50; number++) {
      sent.add(request(ofB, number));
    }
    sent.forEach(front::send);
    Eventually.until("a has them", () -> received("a").containsAll(sent));
    wire.goOnAt(map.node("b").address());
    Eventually.until("b is back", () -> peer(front, "b").reachable());
    front.send(request(ofB, 99));
    awaitReceived("b", request(ofB, 99));
  }

  @Test
  void whatNobodyCanServeIsLostAndCounted() {
    ClusterMap map = map(Ownership.ONE_NODE);
    PeerTransport front = start(map, "front");
    start(map, "a");
    Eventually.until("b is missed", () -> !peer(front, "b").reachable());
    front.send(request(first(map, "b"), 1));
    front.send(answer("stranger", 1));
    front.send(answer("b/1", 1));
    assertEquals(3, front.lost());
    front.send(request(first(map, "a"), 1));
    awaitReceived("a", request(first(map, "a"), 1));
  }

  @Test
  void aShardIsReachedOnceItsNodeIsThere() {
    ClusterMap map = map(Ownership.ONE_NODE);
    PeerTransport front = start(map, "front");
    start(map, "a");
    Eventually.until("b is missed", () -> !front.reaches(first(map, "b")));
    start(map, "b");
    Eventually.until("b is there", () -> front.reaches(first(map, "b")));
  }

  @Test
  void connectionThatBreaksOnceIsNoReasonForSuspicion() {
    ClusterMap map = map(Ownership.ONE_NODE);
    PeerTransport front = start(map, "front", PATIENT);
    start(map, "a");
    start(map, "b");
    for (int number = 0; number < 50; number++) {
      wire.breakNext(1);
      Envelope sent = request(first(map, "a"), number);
      front.send(sent);
      awaitReceived("a", sent);
    }
    assertEquals(0, front.lost());
    assertEquals(0, peer(front, "a").lost());
  }

  @Test
  void bugOfTheWireDoesNotEndTheSending() {
    ClusterMap map = map(Ownership.ONE_NODE);
    PeerTransport front = start(map, "front");
    start(map, "a");
    start(map, "b");
    wire.failNext(10);
    Eventually.until(
        "an envelope arrives",
        () -> {
          front.send(request(first(map, "a"), 1));
          return !received("a").isEmpty();
        });
  }

  @Test
  void whatAPeerRefusesIsNotOfferedToOthers() {
    ClusterMap map = map(Ownership.ANY_NODE);
    PeerTransport front = start(map, "front", PATIENT);
    start(map, "a");
    start(map, "b");
    wire.refuseAt(map.node("b").address());
    front.send(request(first(map, "b"), 1));
    Eventually.until("b is avoided", () -> !peer(front, "b").reachable());
    assertEquals(1, peer(front, "b").lost());
    front.send(request(first(map, "b"), 2));
    awaitReceived("a", request(first(map, "b"), 2));
    assertEquals(Set.of(request(first(map, "b"), 2)), received("a"));
  }

  @Test
  void envelopesThatComeTogetherTravelTogether() {
    ClusterMap map = map(Ownership.ANY_NODE);
    PeerTransport front = start(map, "front", PATIENT);
    start(map, "a");
    wire.hangAt(map.node("a").address());
    for (int number = 0; number < 32; number++) {
      front.send(request(first(map, "a"), number));
    }
    wire.goOnAt(map.node("a").address());
    Eventually.until("all are there", () -> received("a").size() == 32);
    assertTrue(peer(front, "a").batches() <= 8, () -> peer(front, "a").toString());
  }

  @Test
  void whatFindsNoRoomInTheQueueIsDroppedAndCounted() {
    ClusterMap map = map(Ownership.ONE_NODE);
    PeerTransport front = start(map, "front", PATIENT);
    start(map, "a");
    wire.hangAt(map.node("a").address());
    for (int number = 0; number < 1_000; number++) {
      front.send(request(first(map, "a"), number));
    }
    assertTrue(peer(front, "a").full() > 0);
    assertTrue(peer(front, "a").waiting() <= SETTINGS.queueMax());
  }

  @Test
  void envelopeWithoutBytesDoesNotHarmTheOthers() {
    ClusterMap map = map(Ownership.ONE_NODE);
    PeerTransport front = start(map, "front", PATIENT);
    start(map, "a");
    front.send(answer("a", 1, "half of a character: \ud800"));
    front.send(answer("a", 2));
    awaitReceived("a", answer("a", 2));
    assertEquals(1, peer(front, "a").lost());
  }

  @Test
  void portThatIsTakenIsToldAtTheStart() {
    ClusterMap map = map(Ownership.ONE_NODE);
    start(map, "a");
    PeerTransport second = new PeerTransport(map, "a", wire, SETTINGS);
    assertThrows(UncheckedIOException.class, () -> second.start(envelope -> true));
  }

  private static PeerSettings settings(Duration timeout, Duration probeAfter) {
    return new PeerSettings(
        64,
        8,
        Duration.ofSeconds(1),
        timeout,
        timeout.multipliedBy(2),
        probeAfter,
        probeAfter.multipliedBy(2),
        MILLI,
        MILLI,
        MILLI,
        MILLI,
        Duration.ofSeconds(1));
  }

  private PeerTransport start(ClusterMap map, String name) {
    return start(map, name, SETTINGS);
  }

  private PeerTransport start(ClusterMap map, String name, PeerSettings settings) {
    PeerTransport transport = new PeerTransport(map, name, wire, settings);
    Set<Envelope> mine = received(name);
    transport.start(envelope -> {
      mine.add(envelope);
      return true;
    });
    open.add(transport);
    return transport;
  }

  private Set<Envelope> received(String name) {
    return received.computeIfAbsent(name, none -> ConcurrentHashMap.newKeySet());
  }

  private void awaitReceived(String name, Envelope envelope) {
    Set<Envelope> mine = received(name);
    Eventually.until(name + " receives " + envelope, () -> mine.contains(envelope));
  }

  private static PeerStatistics peer(PeerTransport transport, String name) {
    return transport.peers().stream().filter(p -> p.peer().equals(name)).findFirst().orElseThrow();
  }

  private static ShardId first(ClusterMap map, String node) {
    return map.preferring(map.node(node)).getFirst();
  }

  private static ClusterMap map(Ownership ownership) {
    List<ClusterNode> nodes = new ArrayList<>();
    for (String name : List.of("front", "a", "b")) {
      nodes.add(
          new ClusterNode(
              name,
              name.equals("front")
                  ? EnumSet.of(Role.GATEWAY)
                  : EnumSet.of(Role.ORDER, Role.STOCK, Role.PAYMENT),
              new NodeAddress("heap", nodes.size() + 1)));
    }
    return new ClusterMap(nodes, SHARDS, ownership);
  }

  private static Envelope request(ShardId shard, int number) {
    Instant now = Instant.EPOCH;
    CommandId id = new CommandId("c-" + number, false);
    Command command = new Command.FindBalance(new UserId("u"));
    return new Envelope.ToShard(
        new Request(shard, id, command, new ReplyAddress("front", number), now, now));
  }

  private static Envelope answer(String node, int number) {
    return answer(node, number, "id");
  }

  private static Envelope answer(String node, int number, String id) {
    return new Envelope.ToNode(new ReplyAddress(node, number), new Answer.Created(id));
  }
}
