package tercet.kernel.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.Decision;
import tercet.kernel.Key;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Answered;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.command.Request;

/**
 * A client that waits for the outcome of a transaction.
 *
 * @param answerKey where its answer is kept
 * @param replyTo where its answer goes
 * @param keptUntil how long its answer is kept
 */
public record Waiter(Key answerKey, ReplyAddress replyTo, Instant keptUntil) {

  /** The client that sent a request. */
  public static Waiter of(Request request) {
    return new Waiter(request.id().answerKey(request.to()), request.replyTo(), request.keptUntil());
  }

  /** All waiters and one more; one that asks again only moves to its new address. */
  public static List<Waiter> with(List<Waiter> waiters, Waiter added) {
    List<Waiter> all = new ArrayList<>(waiters.size() + 1);
    for (Waiter waiter : waiters) {
      if (!waiter.answerKey.equals(added.answerKey)) {
        all.add(waiter);
      }
    }
    all.add(added);
    return all;
  }

  /** Tells everybody the outcome, and remembers that it was told. */
  public static void answer(List<Waiter> waiters, Answer answer, Decision.Builder decision) {
    for (Waiter waiter : waiters) {
      decision.put(waiter.answerKey, new Answered(answer, waiter.keptUntil));
      decision.reply(waiter.replyTo, answer);
    }
  }
}
