package tercet.testing.simulator.workload;

import tercet.kernel.command.Answer;
import tercet.kernel.command.Refusal;

/** The result of a request, as its client sees it. */
public sealed interface Response {
  /** 200. */
  record Success(Answer answer) implements Response {}

  /** 400, or 422 for an Idempotency-Key that came with another request before. */
  record Refused(Refusal refusal) implements Response {}

  /** 503: nothing was begun, or whether anything happened is unknown. */
  record Unavailable(boolean begun) implements Response {}

  /** The client stopped waiting, or its connection broke. */
  record Nothing() implements Response {}
}
