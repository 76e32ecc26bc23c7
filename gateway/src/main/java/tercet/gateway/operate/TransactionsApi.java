package tercet.gateway.operate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;
import tercet.runtime.inspect.NodeInspector;
import tercet.runtime.inspect.PeerInspections;
import tercet.runtime.observe.StepHistory;
import tercet.runtime.request.IdSource;
import tercet.runtime.request.ShardClient;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * The routes about transactions, quarantine and the nodes, for the whole shop from any of its
 * nodes: each node answers for the shards that it serves now, and a reply names the nodes that did
 * not.
 *
 * <p>{@code GET /overview}, {@code /overview/history}, those of {@link RecordsApi}, {@code
 * /transactions}, {@code /transactions/ended}, {@code /transactions/ID}, {@code /quarantine};
 * {@code POST /transactions/ID/retry}, {@code /transactions/ID/abort}, {@code
 * /transactions/ID/settle}.
 */
public final class TransactionsApi implements OperatorApi {
  private static final String ROOT = "/transactions";
  private static final HttpReply NOT_GET = Problem.METHOD_NOT_ALLOWED.reply().allowing("GET, HEAD");
  private static final HttpReply NOT_POST = Problem.METHOD_NOT_ALLOWED.reply().allowing("POST");

  private final PeerInspections peers;
  private final LocalAnswers local;
  private final Interventions interventions;
  private final RecordsApi records;
  private final String self;
  private final BackupApi backups;
  private final BooksApi books;
  private final LogApi log;
  private final RemarksApi remarks;

  /**
   * @param node that this process is
   * @param asking asks the shards of orders to abort and to settle
   * @param steps of transactions at this node
   * @param backup of the records of this node
   */
  public TransactionsApi(
      NodeInspector node,
      Transport transport,
      IdSource ids,
      ShardClient asking,
      AuditLog audit,
      StepHistory steps,
      BackupWork backup) {
    Remarks latest = new Remarks();
    this.local = new LocalAnswers(node, steps, latest);
    String replyName = node.neighbours().self() + "/" + ids.get();
    this.peers = new PeerInspections(replyName, transport, node.neighbours(), local::answer);
    this.interventions = new Interventions(node, peers, asking, audit);
    this.records = new RecordsApi(asking);
    this.self = node.neighbours().self();
    this.books = new BooksApi(node, asking.shards());
    this.log = new LogApi(audit, node::now);
    this.backups = new BackupApi(backup, audit, node::now);
    this.remarks = new RemarksApi(latest, node::now);
  }

  /** Takes questions of other nodes and their reports; false if it is another kind of envelope. */
  public boolean receive(Envelope envelope) {
    return peers.receive(envelope);
  }

  @Override
  public void show(NodeFigures figures) {
    local.show(figures);
  }

  @Override
  public HttpReply answer(Call call) {
    try {
      return route(call);
    } catch (QueryParameters.BadQueryException wrong) {
      return OperatorProblem.BAD_QUERY.reply(String.valueOf(wrong.getMessage()));
    }
  }

  private HttpReply route(Call call) {
    String path = call.path();
    if (path.equals(BooksApi.PATH)) {
      return books.answer(call);
    }
    if (path.equals(BackupApi.PATH)) {
      return backups.answer(call);
    }
    if (path.equals(LogApi.PATH)) {
      return log.answer(call);
    }
    if (path.equals(RemarksApi.PATH)) {
      return remarks.answer(call);
    }
    if (path.equals("/quarantine")) {
      return isGet(call) ? quarantine(call.query()) : NOT_GET;
    }
    if (path.equals("/overview") || path.equals("/overview/history")) {
      QueryParameters.parse(call.query(), Set.of());
      return isGet(call)
          ? OverviewAnswers.reply(
              peers,
              path.equals("/overview") ? OverviewAnswers.OVERVIEW : OverviewAnswers.HISTORY,
              self)
          : NOT_GET;
    }
    if (path.equals(ROOT)) {
      return isGet(call) ? open(call.query()) : NOT_GET;
    }
    if (path.equals(ROOT + "/ended")) {
      return isGet(call) ? ended(call.query()) : NOT_GET;
    }
    if (!path.startsWith(ROOT + "/")) {
      return isGet(call) ? records.answer(call) : OperatorApi.NONE.answer(call);
    }
    String[] names = path.substring(ROOT.length() + 1).split("/", -1);
    String id = QueryParameters.percentDecoded(names[0]);
    if (id.isEmpty() || names.length > 2) {
      return OperatorApi.NONE.answer(call);
    }
    if (names.length == 1) {
      return isGet(call) ? show(id) : NOT_GET;
    }
    return switch (names[1]) {
      case "retry" -> call.method().equals("POST") ? interventions.retry(id, call) : NOT_POST;
      case "abort" -> call.method().equals("POST") ? interventions.abort(id, call) : NOT_POST;
      case "settle" -> call.method().equals("POST") ? interventions.settle(id, call) : NOT_POST;
      default -> OperatorApi.NONE.answer(call);
    };
  }

  private static boolean isGet(Call call) {
    return call.method().equals("GET") || call.method().equals("HEAD");
  }

  /** A question with an id. */
  static String about(String what, String id) {
    return what + "?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private HttpReply open(String query) {
    QueryParameters parameters = QueryParameters.parse(query, OpenFilter.PARAMETERS);
    int limit = parameters.count("limit", LocalAnswers.LIMIT, LocalAnswers.LIMIT_MAX);
    local.check(parameters);
    Reports reports = Reports.of(peers.ask(LocalAnswers.OPEN + "?" + query));
    boolean folds = parameters.text("role") == null;
    List<LocalAnswers.Line> lines = folds ? reports.folded() : reports.lines();
    Reports.Page page = reports.page(lines, limit);
    return HttpReply.ok(json -> {
      array(json, "transactions", page.lines());
      if (page.next() != null) {
        json.writeStringField("next", page.next());
      }
      reports.writeSilent(json);
    });
  }

  private HttpReply ended(String query) {
    QueryParameters parameters = QueryParameters.parse(query, LocalAnswers.ENDED_PARAMETERS);
    int limit = parameters.count("limit", LocalAnswers.LIMIT, LocalAnswers.LIMIT_MAX);
    Reports reports = Reports.of(peers.ask(LocalAnswers.ENDED + "?" + query));
    List<LocalAnswers.Line> lines = reports.lines();
    return HttpReply.ok(json -> {
      array(json, "transactions", lines.subList(0, Math.min(limit, lines.size())));
      reports.writeSilent(json);
    });
  }

  private HttpReply show(String id) {
    Reports reports = Reports.of(peers.ask(about(LocalAnswers.SHOW, id)));
    if (reports.lines().isEmpty()) {
      return OperatorProblem.UNKNOWN_TRANSACTION.reply(
          "No node that answered knows transaction %s: it is over, or there never was one.%s"
              .formatted(id, reports.silence()));
    }
    return HttpReply.ok(json -> {
      json.writeStringField("transaction_id", id);
      array(json, "records", reports.ofKinds(Set.of("coordinator", "participant", "outcome")));
      array(json, "ended", reports.ofKinds(Set.of(LocalAnswers.ENDED)));
      array(json, "quarantined", reports.ofKinds(Set.of(LocalAnswers.DOUBT)));
      array(json, "steps", reports.ofKinds(Set.of(LocalAnswers.STEP)));
      reports.writeSilent(json);
    });
  }

  private HttpReply quarantine(String query) {
    QueryParameters.parse(query, Set.of());
    Reports reports = Reports.of(peers.ask(LocalAnswers.QUARANTINE));
    return HttpReply.ok(json -> {
      array(json, "doubts", reports.ofKinds(Set.of(LocalAnswers.DOUBT)));
      array(json, "unreadable", reports.ofKinds(Set.of("unreadable")));
      reports.writeSilent(json);
    });
  }

  static void array(JsonGenerator json, String field, List<LocalAnswers.Line> lines)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (LocalAnswers.Line line : lines) {
      json.writeRawValue(line.json());
    }
    json.writeEndArray();
  }
}
