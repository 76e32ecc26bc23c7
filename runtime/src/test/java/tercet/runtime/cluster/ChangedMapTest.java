package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Request;
import tercet.kernel.id.CommandId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.UserId;
import tercet.runtime.Eventually;
import tercet.runtime.transport.Envelope;

/** A transport goes by another map while it runs. */
final class ChangedMapTest {
  private static final ClusterMap ONE = map("a");
  private static final ClusterMap TWO = map("a", "b");
  private static final ShardId MOVES = TWO.preferring(TWO.node("b")).getFirst();

  private final HeapWire wire = new HeapWire();
  private final Set<Envelope> atA = ConcurrentHashMap.newKeySet();
  private final Set<Envelope> atB = ConcurrentHashMap.newKeySet();

  @Test
  void shardsGoToANodeThatComesAndReturnWhenItLeaves() {
    try (PeerTransport front = transport(ONE, "front");
        PeerTransport a = transport(TWO, "a");
        PeerTransport b = transport(TWO, "b")) {
      front.start(envelope -> true);
      a.start(atA::add);
      b.start(atB::add);
      front.send(request(1));
      Eventually.until("a serves alone", () -> atA.contains(request(1)));
      assertFalse(front.reaches("b"));

      front.change(TWO);
      front.send(request(2));
      Eventually.until("b serves its shard", () -> atB.contains(request(2)));
      assertEquals(List.of("a", "b"), peers(front));

      front.change(ONE);
      front.send(request(3));
      Eventually.until("a serves alone again", () -> atA.contains(request(3)));
      assertEquals(List.of("a"), peers(front));
      assertTrue(front.reaches(MOVES));
    }
  }

  @Test
  void connectionToANodeThatStaysIsKept() {
    try (PeerTransport front = transport(ONE, "front");
        PeerTransport a = transport(ONE, "a")) {
      front.start(envelope -> true);
      a.start(atA::add);
      front.send(request(1));
      Eventually.until("a has it", () -> atA.contains(request(1)));
      Eventually.until("it is counted", () -> front.peers().getFirst().sent() == 1);
      front.change(TWO);
      assertEquals(1, front.peers().getFirst().sent());
    }
  }

  @Test
  void nodeThatLeavesHandsItsShardsOverAndStillHearsAnswers() {
    try (PeerTransport a = transport(TWO, "a");
        PeerTransport b = transport(TWO, "b")) {
      a.start(atA::add);
      b.start(atB::add);
      b.send(request(1));
      assertTrue(atB.contains(request(1)), "it serves its shard itself");
      b.change(ONE);
      b.send(request(2));
      Eventually.until("a has the shard", () -> atA.contains(request(2)));
      assertFalse(atB.contains(request(2)));
      Envelope answer =
          new Envelope.ToNode(
              new ReplyAddress(ClusterMap.replyName("b", "now"), 1), new Answer.Created("id"));
      b.send(answer);
      assertTrue(atB.contains(answer));
    }
  }

  @Test
  void mapMayChangeBeforeTheStart() {
    try (PeerTransport front = transport(ONE, "front");
        PeerTransport b = transport(TWO, "b")) {
      front.change(TWO);
      front.start(envelope -> true);
      b.start(atB::add);
      front.send(request(1));
      Eventually.until(
          "b has it",
          () -> {
            front.send(request(1)); // it may have been missed at first
            return atB.contains(request(1));
          });
    }
  }

  private PeerTransport transport(ClusterMap map, String name) {
    NodeAddress address = address(name);
    return new PeerTransport(map, name, address, wire, PeerSettings.DEFAULTS);
  }

  private static List<String> peers(PeerTransport transport) {
    return transport.peers().stream().map(PeerStatistics::peer).toList();
  }

  private static ClusterMap map(String... servers) {
    List<ClusterNode> nodes = new ArrayList<>();
    nodes.add(new ClusterNode("front", EnumSet.of(Role.GATEWAY), address("front")));
    for (String name : servers) {
      EnumSet<Role> roles = EnumSet.of(Role.ORDER, Role.STOCK, Role.PAYMENT);
      nodes.add(new ClusterNode(name, roles, address(name)));
    }
    return new ClusterMap(nodes, 16, Ownership.ANY_NODE);
  }

  private static NodeAddress address(String name) {
    return new NodeAddress("heap", 1 + List.of("front", "a", "b").indexOf(name));
  }

  private static Envelope request(int number) {
    Instant now = Instant.EPOCH;
    Command command = new Command.FindBalance(new UserId("u"));
    CommandId id = new CommandId("c-" + number, false);
    return new Envelope.ToShard(
        new Request(MOVES, id, command, new ReplyAddress("front", number), now, now));
  }
}
