package tercet.gateway.contract;

import tercet.runtime.request.CommandContext;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;

/** The action of a route. */
sealed interface Handler {

  /** Always gives the same reply. */
  record Constant(HttpReply reply) implements Handler {}

  /** Changes nothing. */
  @FunctionalInterface
  non-sealed interface Read extends Handler {
    HttpReply read(RouteCall call, CommandContext asking)
        throws OverloadedException, NoAnswerException;
  }

  /** Changes something, once for each asking. */
  @FunctionalInterface
  non-sealed interface Write extends Handler {
    HttpReply write(RouteCall call, CommandContext asking)
        throws OverloadedException, NoAnswerException;
  }
}
