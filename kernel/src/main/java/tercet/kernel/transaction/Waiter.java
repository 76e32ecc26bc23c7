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

  /** True if the same command waits already, wherever its answer goes. */
  public boolean isAmong(List<Waiter> waiters) {
    return waiters.stream().anyMatch(waiter -> waiter.answerKey.equals(answerKey));
  }

  /**
   * All waiters and one more. One that asks again is listed once; if the same command waits for
   * several clients, each of them is listed, as long as there is room.
   *
   * @param max of waiters, unless all of them are of other commands
   */
  public static List<Waiter> with(List<Waiter> waiters, Waiter added, int max) {
    List<Waiter> all = new ArrayList<>(waiters.size() + 1);
    for (Waiter waiter : waiters) {
      boolean replaced =
          waiter.replyTo.equals(added.replyTo)
              || (waiters.size() >= max && waiter.answerKey.equals(added.answerKey));
      if (!replaced) {
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
