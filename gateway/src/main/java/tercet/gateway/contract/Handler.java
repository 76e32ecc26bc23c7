package tercet.gateway.contract;

import tercet.runtime.request.CommandContext;
import tercet.runtime.request.NoAnswerException;
import tercet.runtime.request.OverloadedException;

/** What a route does. */
sealed interface Handler {

  /** Always says the same. */
  record Constant(Reply reply) implements Handler {}

  /** Changes nothing. */
  @FunctionalInterface
  non-sealed interface Read extends Handler {
    Reply read(Call call, CommandContext asking) throws OverloadedException, NoAnswerException;
  }

  /** Changes something, once for each asking. */
  @FunctionalInterface
  non-sealed interface Write extends Handler {
    Reply write(Call call, CommandContext asking) throws OverloadedException, NoAnswerException;
  }
}
