package tercet.runtime.observe;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tercet.kernel.choreography.Choreography;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;

/**
 * A step of a transaction in a few words: its input, the state after it, and all that it sent.
 *
 * @param millis when it was durable, by the clock of this process, since 1970
 * @param shard that decided
 * @param input name of the message or the command; {@code time} if the record looked by itself
 * @param state of the shard's record afterwards; null if it did not change
 * @param sent to other shards
 * @param answers to clients, in a word
 * @param commitMillis how long the commit of its batch took
 */
public record StepNote(
    long millis,
    ShardId shard,
    String input,
    @Nullable String state,
    List<Sent> sent,
    List<String> answers,
    double commitMillis) {
  /** The input of a step that no message and no client caused. */
  static final String TIME = "time";

  public StepNote {
    sent = List.copyOf(sent);
    answers = List.copyOf(answers);
  }

  /**
   * A message on its way.
   *
   * @param message its name
   */
  public record Sent(String message, ShardId to) {}

  static StepNote of(Step step, long millis, double commitMillis) {
    Decision decision = step.decision();
    return new StepNote(
        millis,
        step.input().to(),
        name(step.input()),
        state(decision),
        decision.messages().stream().map(message -> new Sent(name(message), message.to())).toList(),
        decision.replies().stream().map(reply -> word(reply.answer())).toList(),
        commitMillis);
  }

  private static String name(Input input) {
    return switch (input) {
      case Request request -> request.command().getClass().getSimpleName();
      case Message message -> message.getClass().getSimpleName();
      case Input.TimerFired wakeup -> TIME;
    };
  }

  private static String word(Answer answer) {
    String name = answer.getClass().getSimpleName();
    return answer instanceof Answer.Refused refused ? name + " " + refused.refusal().code() : name;
  }

  /** As operators see it elsewhere; "over" if nothing is left of it. */
  private static @Nullable String state(Decision decision) {
    for (Decision.Change change : decision.changes()) {
      if (isOfTransaction(change.key())) {
        StoredRecord stored = change.stored();
        return stored == null
            ? "over"
            : stored instanceof Choreography
                ? "voting"
                : stored.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  static boolean isOfTransaction(Key key) {
    return key.kind() == RecordKind.TRANSACTION || key.kind() == RecordKind.PARTICIPATION;
  }
}
