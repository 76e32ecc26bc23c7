package tercet.gateway.operate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.Json;
import tercet.kernel.id.TransactionId;
import tercet.runtime.inspect.NodeInspector;
import tercet.runtime.inspect.OpenPart;
import tercet.runtime.node.Doubt;
import tercet.runtime.observe.EndedTransaction;
import tercet.runtime.observe.StepHistory;
import tercet.runtime.observe.StepNote;

/**
 * Answers a question about this node, which comes from this node or another one. A question is a
 * path and a query; an answer has one line for each thing: its place among all things, its kind,
 * and its JSON. A node of another version passes on what it does not know.
 */
final class LocalAnswers {
  static final String OPEN = "open";
  static final String FIND = "find";
  static final String SHOW = "show";
  static final String STEP = "step";
  static final String WAKE = "wake";
  static final String SETTLED = "settled";
  static final String ENDED = "ended";

  /** The kind of a line about a participant that is quarantined. */
  static final String DOUBT = "doubt";

  /** The kind of a line that says that things after its place were left out. */
  static final String MORE = "more";

  static final String QUARANTINE = "quarantine";

  static final int LIMIT = 100;
  static final int LIMIT_MAX = 500;

  static final Set<String> ENDED_PARAMETERS =
      Set.of("protocol", "state", "order", "user", "item", "refusal", "limit");

  private static final int UNREADABLE_MAX = 500;

  /** Bytes of an answer, about: an envelope and a broker's message have room for it. */
  private static final int ANSWER_MAX = 400_000;

  private final NodeInspector node;
  private final OverviewAnswers overview;
  private final StepHistory steps;

  LocalAnswers(NodeInspector node, StepHistory steps, Remarks remarks) {
    this.node = node;
    this.steps = steps;
    this.overview = new OverviewAnswers(node, remarks);
  }

  void show(NodeFigures figures) {
    overview.show(figures);
  }

  /**
   * One thing.
   *
   * @param place in the order of all things, also those of several nodes
   */
  record Line(String place, String kind, String json) {
    private static final char TAB = '\t';

    static List<Line> parse(String text) {
      List<Line> lines = new ArrayList<>();
      text.lines()
          .forEach(line -> {
            String[] parts = line.split("\t", 3);
            if (parts.length == 3) {
              lines.add(new Line(parts[0], parts[1], parts[2]));
            }
          });
      return lines;
    }

    @Override
    public String toString() {
      return place + TAB + kind + TAB + json;
    }
  }

  /**
   * Answers.
   *
   * @throws QueryParameters.BadQueryException if the question makes no sense
   */
  String answer(String question) {
    int mark = question.indexOf('?');
    String what = mark < 0 ? question : question.substring(0, mark);
    String query = mark < 0 ? "" : question.substring(mark + 1);
    List<Line> lines =
        switch (what) {
          case OPEN -> open(QueryParameters.parse(query, OpenFilter.PARAMETERS));
          case SHOW -> show(QueryParameters.parse(query, Set.of("id")));
          case FIND -> find(QueryParameters.parse(query, Set.of("id")));
          case WAKE -> parts(node.wake(id(QueryParameters.parse(query, Set.of("id")))));
          case SETTLED -> parts(node.settled(id(QueryParameters.parse(query, Set.of("id")))));
          case ENDED -> ended(QueryParameters.parse(query, ENDED_PARAMETERS));
          case QUARANTINE -> quarantine();
          case OverviewAnswers.OVERVIEW -> List.of(overview.now());
          case OverviewAnswers.HISTORY -> List.of(overview.history());
          default ->
              throw new QueryParameters.BadQueryException(
                  "This node's version does not know what '%s' is.".formatted(what));
        };
    StringBuilder text = new StringBuilder();
    String last = "";
    for (Line line : lines) {
      if (text.length() > ANSWER_MAX) {
        text.append(new Line(last, MORE, "{}")).append('\n'); // the next page has the rest
        break;
      }
      text.append(line).append('\n');
      last = line.place();
    }
    return text.toString();
  }

  /** Refuses a filter that makes no sense. */
  void check(QueryParameters query) {
    new OpenFilter(query, node);
  }

  private static TransactionId id(QueryParameters query) {
    String id = query.text("id");
    if (id == null || id.isEmpty()) {
      throw new QueryParameters.BadQueryException("Which transaction? The question has no id.");
    }
    return new TransactionId(id);
  }

  private List<Line> open(QueryParameters query) {
    String after = query.text("after");
    int limit = query.count("limit", LIMIT, LIMIT_MAX);
    // One more shows whether there is a next page.
    return parts(node.open(new OpenFilter(query, node), after == null ? "" : after, limit + 1));
  }

  private List<Line> parts(List<OpenPart> parts) {
    PartJson json = new PartJson(node);
    List<Line> lines = new ArrayList<>();
    for (OpenPart part : parts) {
      lines.add(new Line(part.placeOfTransaction(), part.role().word(), text(json.open(part))));
    }
    return lines;
  }

  private List<Line> find(QueryParameters query) {
    TransactionId id = id(query);
    List<Line> lines = new ArrayList<>(parts(node.find(id)));
    lines.addAll(ended(of -> of.transaction().id().equals(id), 1));
    for (Doubt doubt : node.doubts()) {
      if (doubt.finding().transaction().equals(id)) {
        lines.add(doubt(doubt));
      }
    }
    return lines;
  }

  /** All that is known of one transaction, and its steps. */
  private List<Line> show(QueryParameters query) {
    List<Line> lines = new ArrayList<>(find(query));
    PartJson json = new PartJson(node);
    int number = 0;
    for (StepNote note : steps.of(id(query).value())) {
      String place = "%016d~%06d".formatted(note.millis(), number++);
      lines.add(new Line(place, STEP, text(json.step(note))));
    }
    return lines;
  }

  private List<Line> ended(QueryParameters query) {
    Predicate<EndedTransaction> wanted =
        of ->
            is(query, "protocol", of.protocol().toString())
                && is(query, "state", of.paid() ? "paid" : "aborted")
                && is(query, "order", of.transaction().order().value())
                && is(query, "user", PartUsers.user(of))
                && PartUsers.takes(of, query.text("item"))
                && is(query, "refusal", of.refusal() == null ? "" : of.refusal().code());
    return ended(wanted, query.count("limit", LIMIT, LIMIT_MAX));
  }

  private static boolean is(QueryParameters query, String name, @Nullable String value) {
    String wanted = query.text(name);
    return wanted == null || wanted.equals(value);
  }

  private List<Line> ended(Predicate<EndedTransaction> wanted, int limit) {
    PartJson json = new PartJson(node);
    List<Line> lines = new ArrayList<>();
    for (EndedTransaction ended : node.ended(wanted, limit)) {
      String id = ended.transaction().id().value();
      long newestFirst = Long.MAX_VALUE - ended.at().toEpochMilli();
      lines.add(new Line("%019d~%s".formatted(newestFirst, id), ENDED, text(json.ended(ended))));
    }
    return lines;
  }

  private List<Line> quarantine() {
    List<Line> lines = new ArrayList<>();
    node.doubts().forEach(doubt -> lines.add(doubt(doubt)));
    for (Map.Entry<String, String> record : node.unreadable().entrySet()) {
      if (lines.size() >= UNREADABLE_MAX) {
        break;
      }
      byte[] json =
          Json.object(fields -> {
            fields.writeStringField("record", record.getKey());
            fields.writeStringField("node", node.neighbours().self());
            fields.writeStringField("reason", record.getValue());
          });
      lines.add(new Line(record.getKey().replaceAll("\\s", " "), "unreadable", text(json)));
    }
    return lines;
  }

  private Line doubt(Doubt doubt) {
    byte[] json =
        Json.object(fields -> {
          fields.writeStringField("transaction_id", doubt.finding().transaction().value());
          fields.writeStringField("order_id", doubt.finding().order().value());
          fields.writeStringField("order_shard", PartJson.name(doubt.finding().orderShard()));
          fields.writeNumberField(Settling.GENERATION, doubt.finding().generation());
          fields.writeNumberField(Settling.INCARNATION, doubt.finding().incarnation());
          fields.writeStringField("participant", PartJson.name(doubt.finding().participant()));
          fields.writeStringField("node", node.neighbours().self());
          fields.writeStringField("reason", doubt.finding().reason().sentence());
          fields.writeStringField("since", PartJson.time(doubt.since()));
          fields.writeStringField("asked_last", PartJson.time(doubt.last()));
        });
    String place = doubt.finding().transaction().value() + "~" + doubt.finding().participant();
    return new Line(place, DOUBT, text(json));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
