package tercet.gateway.operate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tercet.runtime.inspect.PeerInspections;

/**
 * The reports of all nodes together.
 *
 * @param lines sorted by place
 * @param completeUntil up to which place every node has told all; null for to the end
 * @param silent nodes that did not answer
 */
record Reports(
    List<LocalAnswers.Line> lines,
    @Nullable String completeUntil,
    List<PeerInspections.NodeReport> silent) {
  private static final String COORDINATOR = "coordinator";

  Reports {
    lines = List.copyOf(lines);
    silent = List.copyOf(silent);
  }

  static Reports of(List<PeerInspections.NodeReport> reports) {
    List<LocalAnswers.Line> lines = new ArrayList<>();
    List<PeerInspections.NodeReport> silent = new ArrayList<>();
    String completeUntil = null;
    for (PeerInspections.NodeReport report : reports) {
      String text = report.text();
      if (text == null) {
        silent.add(report);
        continue;
      }
      for (LocalAnswers.Line line : LocalAnswers.Line.parse(text)) {
        if (!line.kind().equals(LocalAnswers.MORE)) {
          lines.add(line);
        } else if (completeUntil == null || line.place().compareTo(completeUntil) < 0) {
          completeUntil = line.place();
        }
      }
    }
    lines.sort(
        Comparator.comparing(LocalAnswers.Line::place).thenComparing(LocalAnswers.Line::kind));
    return new Reports(lines, completeUntil, silent);
  }

  List<LocalAnswers.Line> ofKinds(Set<String> kinds) {
    return lines.stream().filter(line -> kinds.contains(line.kind())).toList();
  }

  /** One line for each transaction that its order's shard tells of; the parts of others stay. */
  List<LocalAnswers.Line> folded() {
    Set<String> told =
        lines.stream()
            .filter(line -> line.kind().equals(COORDINATOR))
            .map(LocalAnswers.Line::place)
            .collect(Collectors.toCollection(HashSet::new));
    return lines.stream()
        .filter(line -> line.kind().equals(COORDINATOR) || !told.contains(line.place()))
        .toList();
  }

  /** A sentence that names the silent nodes; empty if there are none. */
  String silence() {
    return silent.isEmpty()
        ? ""
        : " These nodes did not answer: "
            + silent.stream()
                .map(node -> "%s (%s)".formatted(node.node(), node.silence()))
                .collect(Collectors.joining(", "))
            + ".";
  }

  void writeSilent(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("silent_nodes");
    for (PeerInspections.NodeReport node : silent) {
      json.writeStartObject();
      json.writeStringField("node", node.node());
      json.writeStringField("why", node.silence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * A part of the lines that ends with a whole transaction.
   *
   * @param next where the next page begins; null if this is the last one
   */
  record Page(List<LocalAnswers.Line> lines, @Nullable String next) {
    Page {
      lines = List.copyOf(lines);
    }
  }

  /** The first lines, and more only to complete the last transaction. */
  Page page(List<LocalAnswers.Line> sorted, int limit) {
    List<LocalAnswers.Line> taken = new ArrayList<>();
    String until = completeUntil;
    for (LocalAnswers.Line line : sorted) {
      boolean another = taken.isEmpty() || !taken.getLast().place().equals(line.place());
      boolean known = until == null || line.place().compareTo(until) <= 0;
      if (!known || (another && taken.size() >= limit)) {
        return new Page(taken, taken.isEmpty() ? until : taken.getLast().place());
      }
      taken.add(line);
    }
    return new Page(taken, until);
  }
}
