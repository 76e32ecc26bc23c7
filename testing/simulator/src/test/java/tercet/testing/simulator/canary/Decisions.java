package tercet.testing.simulator.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;

/** Ways to change a decision. */
final class Decisions {
  private Decisions() {}

  /** Without the changes that are like that. */
  static Decision without(Decision decision, Predicate<Decision.Change> like) {
    List<Decision.Change> left =
        decision.changes().stream().filter(change -> !like.test(change)).toList();
    return new Decision(left, decision.messages(), decision.replies());
  }

  /** Without the messages that are like that. */
  static Decision withoutMessages(Decision decision, Predicate<Message> like) {
    List<Message> left =
        decision.messages().stream().filter(message -> !like.test(message)).toList();
    return new Decision(decision.changes(), left, decision.replies());
  }

  /** With each message changed. */
  static Decision eachMessage(Decision decision, UnaryOperator<Message> change) {
    List<Message> changed = decision.messages().stream().map(change).toList();
    return new Decision(decision.changes(), changed, decision.replies());
  }

  /** With one more message. */
  static Decision with(Decision decision, Message message) {
    List<Message> more = new ArrayList<>(decision.messages());
    more.add(message);
    return new Decision(decision.changes(), more, decision.replies());
  }

  /** With each record changed. */
  static Decision each(Decision decision, UnaryOperator<@Nullable StoredRecord> change) {
    List<Decision.Change> changed =
        decision.changes().stream()
            .map(made -> new Decision.Change(made.key(), change.apply(made.stored())))
            .toList();
    return new Decision(changed, decision.messages(), decision.replies());
  }
}
