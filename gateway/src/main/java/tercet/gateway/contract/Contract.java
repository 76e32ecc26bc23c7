package tercet.gateway.contract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Refusal;
import tercet.runtime.request.Asking;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;
import tercet.runtime.request.Requests;

/**
 * The public contract: what each request line stands for, and what it is answered. Calls block;
 * they are meant for virtual threads. Safe for any number of them.
 */
public final class Contract {
  private static final int KEY_LENGTH_MAX = 255;

  private final Requests requests;
  private final List<Route> routes;
  private final RouteTree tree;

  /**
   * @param noopRoute whether to serve {@code POST /noop}, which does nothing, for measuring
   */
  public Contract(Requests requests, boolean noopRoute) {
    this.requests = requests;
    BatchInit batchInit = new BatchInit(requests);
    List<Route> contract = new ArrayList<>();
    contract.addAll(new StockRoutes(requests, batchInit).routes());
    contract.addAll(new PaymentRoutes(requests, batchInit).routes());
    contract.addAll(new OrderRoutes(requests, batchInit).routes());
    Reply document = OpenApi.document(contract);
    List<Route> all = new ArrayList<>(contract);
    all.add(Route.constant(Verb.GET, "/openapi.json", "This document.", document));
    if (noopRoute) {
      all.add(Route.constant(Verb.POST, "/noop", "Do nothing.", Reply.ok(json -> {})));
    }
    this.routes = List.copyOf(all);
    this.tree = new RouteTree(routes);
  }

  /** All that is served. */
  public List<Route> routes() {
    return routes;
  }

  /**
   * What a request line stands for.
   *
   * @param target the path, as it came, without the query
   */
  public Found find(String method, String target) {
    return tree.find(method, target);
  }

  /**
   * Does what a call asks, and waits for the answer.
   *
   * @param idempotencyKey as it came, or null if none came
   */
  public Reply answer(Call call, @Nullable String idempotencyKey) {
    try {
      return switch (call.route().handler()) {
        case Handler.Constant constant -> constant.reply();
        case Handler.Read read -> read.read(call);
        case Handler.Write write -> write(write, call, idempotencyKey);
      };
    } catch (OverloadedException nothingBegun) {
      return Problem.OVERLOADED.reply();
    } catch (NoAnswerException unknown) {
      return Problem.NO_ANSWER.reply();
    }
  }

  private Reply write(Handler.Write write, Call call, @Nullable String idempotencyKey)
      throws OverloadedException, NoAnswerException {
    if (idempotencyKey == null) {
      return write.write(call, requests.begin());
    }
    if (!isKey(idempotencyKey)) {
      return Problem.BAD_IDEMPOTENCY_KEY.reply();
    }
    Asking asking = requests.begin(idempotencyKey, call.fingerprint());
    return asking == null
        ? Problem.reply(Refusal.IDEMPOTENCY_KEY_REUSED)
        : write.write(call, asking);
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
