package tercet.runtime.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.id.ShardId;
import tercet.runtime.inspect.PeerInspections.NodeReport;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

@Timeout(20)
final class PeerInspectionsTest {
  private static final List<String> NODES = List.of("a", "b", "c");
  private static final Duration BRIEF = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(15);

  private final Map<String, PeerInspections> nodes = new HashMap<>();
  private final Set<String> away = new HashSet<>();
  private final Set<String> deaf = new HashSet<>();
  private int losses;

  /** Carries envelopes by the names in them. */
  private final class Post implements Transport {
    @Override
    public void send(Envelope envelope) {
      String to =
          switch (envelope) {
            case Envelope.Question question -> question.node();
            case Envelope.Report report -> report.to().node().substring(0, 1);
            case Envelope.ToShard _, Envelope.ToNode _ -> throw new AssertionError(envelope);
          };
      PeerInspections node = nodes.get(to);
      if (losses > 0) {
        losses--;
      } else if (node != null && !deaf.contains(to)) {
        node.receive(envelope);
      }
    }

    @Override
    public void start(Receiver receiver) {}

    @Override
    public void close() {}
  }

  private record View(String self, Set<String> away) implements Neighbours {
    @Override
    public List<String> nodes() {
      return NODES;
    }

    @Override
    public List<String> servers(ShardId shard) {
      return NODES;
    }

    @Override
    public boolean reaches(String node) {
      return !away.contains(node);
    }

    @Override
    public boolean reaches(ShardId shard) {
      return true;
    }

    @Override
    public boolean isReached() {
      return true;
    }
  }

  private PeerInspections start(String name, Duration timeout, UnaryOperator<String> local) {
    PeerInspections node =
        new PeerInspections(name + "/1", new Post(), new View(name, away), local, timeout);
    nodes.put(name, node);
    return node;
  }

  private PeerInspections started(Duration timeout) {
    start("b", timeout, question -> question + " at b");
    start("c", timeout, question -> question + " at c");
    return start("a", timeout, question -> question + " at a");
  }

  private static Set<NodeReport> asked(PeerInspections node) {
    return Set.copyOf(node.ask("open"));
  }

  private static NodeReport said(String node) {
    return new NodeReport(node, "open at " + node, "");
  }

  @Test
  void everyNodeReports() {
    assertEquals(Set.of(said("a"), said("b"), said("c")), asked(started(Duration.ofSeconds(15))));
  }

  @Test
  void nodeThatIsAwayIsNamedAtOnce() {
    PeerInspections node = started(Duration.ofSeconds(60));
    away.add("b");
    NodeReport silent = new NodeReport("b", null, "it cannot be reached");
    assertEquals(Set.of(said("a"), silent, said("c")), asked(node));
  }

  @Test
  void nodeThatDoesNotAnswerIsNamedWhenTheTimeIsOver() {
    PeerInspections node = started(BRIEF);
    deaf.add("c");
    NodeReport silent = new NodeReport("c", null, "it has not answered in time");
    assertEquals(Set.of(said("a"), said("b"), silent), asked(node));
  }

  @Test
  void lostQuestionIsAskedAgain() {
    PeerInspections node = started(Duration.ofSeconds(3));
    losses = 2;
    assertEquals(Set.of(said("a"), said("b"), said("c")), asked(node));
  }

  @Test
  void failureIsToldToTheNodeThatAsked() {
    PeerInspections node = started(Duration.ofSeconds(15));
    start(
        "b",
        BRIEF,
        question -> {
          throw new IllegalArgumentException("The store is away.");
        });
    NodeReport failed = new NodeReport("b", null, "The store is away.");
    assertEquals(Set.of(said("a"), failed, said("c")), asked(node));
  }

  @Test
  void reportForAnEarlierStartIsIgnored() {
    PeerInspections node = started(LONG);
    node.receive(new Envelope.Report(new ReplyAddress("a/0", 0), "old"));
    assertEquals(Set.of(said("a"), said("b"), said("c")), asked(node));
  }

  @Test
  void otherEnvelopesAreLeftToOthers() {
    Envelope answer = new Envelope.ToNode(new ReplyAddress("a/1", 0), new Answer.Done());
    assertFalse(started(BRIEF).receive(answer));
  }
}
