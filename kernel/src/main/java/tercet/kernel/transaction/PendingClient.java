package tercet.kernel.transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tercet.kernel.command.Answer;
import tercet.kernel.command.ReplyAddress;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Request;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Key;

/**
 * A client that waits for the outcome of a transaction.
 *
 * @param answerKey where its answer is kept
 * @param replyTo where its answer goes
 * @param retainUntil how long its answer is kept
 */
public record PendingClient(Key answerKey, ReplyAddress replyTo, Instant retainUntil) {

  /** The client that sent a request. */
  public static PendingClient of(Request request) {
    return new PendingClient(
        Key.answer(request.id(), request.to()), request.replyTo(), request.retainUntil());
  }

  /** True if the same command waits already, wherever its answer goes. */
  public boolean isAmong(List<PendingClient> waiters) {
    return waiters.stream().anyMatch(waiter -> waiter.answerKey.equals(answerKey));
  }

  /**
   * All waiters and one more. One that asks again is listed once; if the same command waits for
   * several clients, each of them is listed, as long as there is room.
   *
   * @param max of waiters, unless all of them are of other commands
   */
  public static List<PendingClient> with(
      List<PendingClient> waiters, PendingClient added, int max) {
    List<PendingClient> all = new ArrayList<>(waiters.size() + 1);
    for (PendingClient waiter : waiters) {
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

  /** Tells all waiting clients the outcome, and remembers that they were told. */
  public static void answer(List<PendingClient> waiters, Answer answer, Decision.Builder decision) {
    for (PendingClient waiter : waiters) {
      decision.put(waiter.answerKey, new DedupeRecord(answer, waiter.retainUntil));
      decision.reply(waiter.replyTo, answer);
    }
  }
}
