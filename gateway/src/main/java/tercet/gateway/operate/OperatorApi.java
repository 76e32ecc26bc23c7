package tercet.gateway.operate;

import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;

/** Answers what an operator asks a node beside health and metrics. */
@FunctionalInterface
public interface OperatorApi {
  /** Has no routes. */
  OperatorApi NONE = call -> Problem.UNKNOWN_ADMIN_ROUTE.reply();

  /**
   * Answers one request, on a virtual thread that may block.
   *
   * @return 404 for a route that it does not have
   */
  HttpReply answer(Call call);

  /** Takes the figures of this process, for its overview. */
  default void show(NodeFigures figures) {}

  /**
   * A request.
   *
   * @param path as it came, without the query
   * @param query as it came; empty if there is none
   * @param operator who asks, as the header says; null without it
   * @param reason why, as the header says; null without it
   */
  record Call(
      String method,
      String path,
      String query,
      @Nullable String operator,
      @Nullable String reason) {}
}
