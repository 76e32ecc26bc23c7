package tercet.kernel.explore;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tercet.kernel.command.Answer;
import tercet.kernel.id.TransactionId;

/** The answers that clients have heard, by command. */
final class ToldAnswers {
  private final Map<String, Answer> answers = new HashMap<>();

  /**
   * Each answer is true, and stays the same.
   *
   * @param paid transactions
   */
  void check(String command, Answer answer, Set<TransactionId> paid) {
    Answer first = answers.putIfAbsent(command, answer);
    if (first != null && !first.equals(answer)) {
      throw new AssertionError(command + " was told " + first + " and then " + answer);
    }
    boolean lie =
        switch (answer) {
          case Answer.Paid told -> !paid.contains(told.transaction());
          case Answer.Refused told -> paid.contains(new TransactionId(command));
          case Answer.Cancelled told -> true;
          case Answer.Reserved told -> true;
          case Answer.ReserveBegun told -> true;
          case Answer.Released told -> true;
          case Answer.Done told -> false;
          case Answer.Busy told -> true;
          case Answer.Unavailable told -> true;
          case Answer.Unreadable told -> throw new AssertionError("no store here is damaged");
          case Answer.Created told -> true;
          case Answer.ItemFound told -> true;
          case Answer.AccountFound told -> true;
          case Answer.OrderFound told -> true;
          case Answer.StatusFound told -> true;
          case Answer.Claimed told -> true;
          case Answer.AbortRuled told -> true;
          case Answer.SettleRuled told -> true;
        };
    if (lie) {
      throw new AssertionError(command + " was told " + answer);
    }
  }

  /** Commands that got a refusal. */
  int refusals() {
    return Math.toIntExact(
        Stream.of(answers.values().toArray()).filter(Answer.Refused.class::isInstance).count());
  }
}
