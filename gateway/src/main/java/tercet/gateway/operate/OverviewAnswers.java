package tercet.gateway.operate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Json;
import tercet.runtime.inspect.NodeInspector;
import tercet.runtime.inspect.OpenPart;
import tercet.runtime.inspect.PeerInspections;
import tercet.runtime.store.StoreUnavailableException;

/**
 * The overview of the shop: one line of figures from each node. The oldest open transaction costs a
 * look at all open records, so it is looked for once in a while, and less often when that takes
 * long. Safe for any thread.
 */
final class OverviewAnswers {
  static final String OVERVIEW = "overview";
  static final String HISTORY = "history";

  private static final Duration LOOK_EVERY_MIN = Duration.ofSeconds(1);

  /** The pause between two looks is so many times the time of one. */
  private static final int IDLE_FACTOR = 50;

  private final NodeInspector node;
  private final Remarks remarks;
  private volatile NodeFigures figures = NodeFigures.NONE;
  private @Nullable Instant oldest;
  private long lookAgainAt = System.nanoTime();

  OverviewAnswers(NodeInspector node, Remarks remarks) {
    this.node = node;
    this.remarks = remarks;
  }

  void show(NodeFigures newFigures) {
    figures = newFigures;
  }

  /** The line of this node about now. */
  LocalAnswers.Line now() {
    Instant began = oldest();
    return line(
        OVERVIEW,
        Json.object(json -> {
          json.writeStringField("node", node.neighbours().self());
          json.writeStringField("time", PartJson.time(node.now()));
          json.writeNumberField("open", node.openTransactions());
          if (began != null) {
            json.writeNumberField(
                "oldest_ms", Math.max(0, Duration.between(began, node.now()).toMillis()));
          }
          json.writeNumberField("doubts", node.doubts().size());
          json.writeNumberField("unreadable", node.unreadable().size());
          json.writeArrayFieldStart("unreachable");
          for (String other : node.neighbours().nodes()) {
            if (!other.equals(node.neighbours().self()) && !node.neighbours().reaches(other)) {
              json.writeString(other);
            }
          }
          json.writeEndArray();
          remarks.write(json, node.now());
          figures.write(json);
        }));
  }

  /** The line of this node about the last minutes. */
  LocalAnswers.Line history() {
    return line(
        HISTORY,
        Json.object(json -> {
          json.writeStringField("node", node.neighbours().self());
          json.writeArrayFieldStart("samples");
          figures.writeHistory(json);
          json.writeEndArray();
        }));
  }

  private LocalAnswers.Line line(String kind, byte[] json) {
    return new LocalAnswers.Line(
        node.neighbours().self(), kind, new String(json, StandardCharsets.UTF_8));
  }

  private synchronized @Nullable Instant oldest() {
    long start = System.nanoTime();
    if (start - lookAgainAt < 0) {
      return oldest;
    }
    try {
      List<OpenPart> first = node.open(part -> part.role() == OpenPart.Role.COORDINATOR, "", 1);
      Instant deadline = first.isEmpty() ? null : first.getFirst().deadline();
      oldest = deadline == null ? null : node.began(deadline);
    } catch (StoreUnavailableException away) {
      // The figures say that the store does not answer; the last known one stays.
    }
    long end = System.nanoTime();
    lookAgainAt = end + Math.max(LOOK_EVERY_MIN.toNanos(), (end - start) * IDLE_FACTOR);
    return oldest;
  }

  /** The answer for the whole shop. */
  static HttpReply reply(PeerInspections peers, String what, String self) {
    Reports reports = Reports.of(peers.ask(what));
    return HttpReply.ok(json -> {
      json.writeStringField("asked", self);
      TransactionsApi.array(json, "nodes", reports.lines());
      reports.writeSilent(json);
    });
  }
}
