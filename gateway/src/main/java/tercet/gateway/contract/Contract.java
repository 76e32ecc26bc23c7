package tercet.gateway.contract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Reason;
import tercet.runtime.observe.CorrelationId;
import tercet.runtime.observe.Exchange;
import tercet.runtime.observe.Observer;
import tercet.runtime.request.CommandContext;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.ShardClient;

/**
 * The public contract: finds the route of a request line, asks the shards, and makes the reply.
 * Calls block, so make them on virtual threads; any number of threads may call.
 */
public final class Contract {
  private static final int KEY_LENGTH_MAX = 255;

  private static final HttpReply INDEX =
      HttpReply.ok(json -> {
        json.writeStringField("name", "Tercet");
        json.writeStringField("calls", "/openapi.json");
      });

  private static final System.Logger LOG = System.getLogger(Contract.class.getName());

  private final ShardClient requests;
  private final Observer observer;
  private final List<Route> routes;
  private final RouteTree tree;

  /**
   * @param noopRoute whether to serve {@code POST /noop}, which does nothing, for measuring
   * @param limits of reservations
   * @param observer is told what was asked and answered
   */
  public Contract(
      ShardClient requests, boolean noopRoute, ReservationLimits limits, Observer observer) {
    this.requests = requests;
    this.observer = observer;
    BatchInit batchInit = new BatchInit(requests);
    List<Route> contract = new ArrayList<>();
    contract.addAll(new StockRoutes(requests, batchInit).routes());
    contract.addAll(new PaymentRoutes(requests, batchInit).routes());
    contract.addAll(new OrderRoutes(requests, batchInit).routes());
    contract.addAll(new ReservationRoutes(requests, limits).routes());
    HttpReply document = OpenApi.document(contract);
    List<Route> all = new ArrayList<>(contract);
    all.add(Route.constant(Verb.GET, "/", "Where the calls are described.", INDEX));
    all.add(Route.constant(Verb.GET, "/openapi.json", "This document.", document));
    if (noopRoute) {
      all.add(Route.constant(Verb.POST, "/noop", "Do nothing.", HttpReply.ok(json -> {})));
    }
    this.routes = List.copyOf(all);
    this.tree = new RouteTree(routes);
  }

  /** All routes that are served. */
  public List<Route> routes() {
    return routes;
  }

  /**
   * Finds the route of a request line.
   *
   * @param target the path, as it came, without the query
   * @param query as it came; empty if there is none
   */
  public Found find(String method, String target, String query) {
    return tree.find(method, target, query);
  }

  /**
   * The headers of a call.
   *
   * @param idempotencyKey as it came, or null if none came
   * @param traceparent as it came, or null if none came
   */
  public record Extras(@Nullable String idempotencyKey, @Nullable String traceparent) {}

  /** Does what a call asks, and waits for the answer. */
  public HttpReply answer(RouteCall call, Extras extras) {
    if (call.route().handler() instanceof Handler.Constant constant) {
      return constant.reply();
    }
    CommandContext fresh = requests.begin();
    if (!observer.listens()) {
      return tell(call, extras.idempotencyKey(), fresh).reply();
    }
    long start = System.nanoTime();
    Told told = tell(call, extras.idempotencyKey(), fresh);
    CorrelationId ran = CorrelationId.of(told.asking().id());
    CorrelationId subject = CorrelationId.of(fresh.id());
    String trace =
        observer.answered(
            new Exchange(
                subject,
                ran.equals(subject) ? null : ran,
                call.route().verb().name(),
                call.route().template(),
                told.reply().status(),
                extras.traceparent(),
                start,
                System.nanoTime()));
    return trace == null ? told.reply() : told.reply().traced(trace);
  }

  /**
   * The reply to a client.
   *
   * @param asking under which it happened: an earlier one if an Idempotency-Key came again
   */
  private record Told(HttpReply reply, CommandContext asking) {}

  private Told tell(RouteCall call, @Nullable String idempotencyKey, CommandContext fresh) {
    try {
      return switch (call.route().handler()) {
        case Handler.Constant constant -> new Told(constant.reply(), fresh);
        case Handler.Read read -> new Told(read.read(call, fresh), fresh);
        case Handler.Write write ->
            idempotencyKey == null
                ? new Told(write.write(call, fresh), fresh)
                : write(write, call, idempotencyKey, fresh);
      };
    } catch (OverloadedException nothingBegun) {
      return new Told(Problem.OVERLOADED.reply(), fresh);
    } catch (NoAnswerException unknown) {
      Problem problem = unknown.isDamaged() ? Problem.RECORD_DAMAGED : Problem.NO_ANSWER;
      return new Told(problem.reply(), fresh);
    } catch (RuntimeException | Error bug) {
      String text =
          CorrelationId.line(CorrelationId.of(fresh.id()), "A bug: answering a request failed.");
      LOG.log(System.Logger.Level.ERROR, text, bug);
      return new Told(Problem.INTERNAL_ERROR.reply(), fresh);
    }
  }

  private Told write(
      Handler.Write write, RouteCall call, String idempotencyKey, CommandContext fresh)
      throws OverloadedException, NoAnswerException {
    if (!isKey(idempotencyKey)) {
      return new Told(Problem.BAD_IDEMPOTENCY_KEY.reply(), fresh);
    }
    CommandContext asking = requests.begin(fresh, idempotencyKey, call.fingerprint());
    return asking == null
        ? new Told(Problem.reply(Reason.IDEMPOTENCY_KEY_REUSED), fresh)
        : new Told(write.write(call, asking), asking);
  }

  private static boolean isKey(String text) {
    if (text.isEmpty() || text.length() > KEY_LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '!' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
