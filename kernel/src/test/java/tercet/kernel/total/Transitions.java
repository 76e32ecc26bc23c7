package tercet.kernel.total;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Kernel;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.decision.Decision;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.order.Order;
import tercet.kernel.saga.Saga;
import tercet.kernel.tcc.Tcc;

/** From which state to which the records of one kind go, and what makes them. */
final class Transitions {
  private static final String NOTHING = "[*]";

  private final RecordKind kind;
  private final Map<Step, Boolean> alwaysLate = new TreeMap<>();
  private final SortedSet<String> expiring = new TreeSet<>();

  /**
   * @param kind {@link RecordKind#TRANSACTION} for the order's side, {@link
   *     RecordKind#PARTICIPATION} for the participants'
   */
  Transitions(RecordKind kind) {
    this.kind = kind;
  }

  private record Step(String before, String after, String event) implements Comparable<Step> {
    @Override
    public int compareTo(Step other) {
      return toString().compareTo(other.toString());
    }
  }

  /** Looks what an input does. */
  void observe(Kernel kernel, Map<Key, StoredRecord> state, Input input, Instant now) {
    Decision decision = kernel.decide(state::get, input, now);
    Map<Key, StoredRecord> after = new HashMap<>(state);
    for (Decision.Change change : decision.changes()) {
      if (change.stored() == null) {
        after.remove(change.key());
      } else {
        after.put(change.key(), change.stored());
      }
    }
    Key own = about(input);
    if (own != null) {
      add(state.get(own), after.get(own), event(input, now) + came(decision, after.get(own)), now);
    }
    for (Key key : after.keySet()) {
      StoredRecord stored = after.get(key);
      if (key.kind() == kind && !key.equals(own) && !Objects.equals(stored, state.get(key))) {
        add(state.get(key), stored, event(input, now) + " of another", now);
      }
    }
  }

  /** The record that an input is about, if it is one of this kind. */
  private @Nullable Key about(Input input) {
    Key key =
        switch (input) {
          case Message message when kind == RecordKind.TRANSACTION ->
              new Key(kind, message.to(), message.order().value());
          case Message message -> new Key(kind, message.to(), message.transaction().value());
          case Input.TimerFired wakeup -> wakeup.key();
          case Request request when request.command() instanceof Command.Checkout checkout ->
              Key.transaction(checkout.order(), request.to());
          case Request request when request.command() instanceof Command.Abort abort ->
              Key.transaction(abort.order(), request.to());
          case Request request when request.command() instanceof Command.Settle settle ->
              kind == RecordKind.TRANSACTION
                  ? Key.transaction(settle.order(), request.to())
                  : Key.participation(settle.transaction(), request.to());
          case Request other -> null;
        };
    return key != null && key.kind() == kind ? key : null;
  }

  private static String event(Input input, Instant now) {
    return switch (input) {
      case Message message -> message.getClass().getSimpleName();
      case Input.TimerFired wakeup -> now.isBefore(States.DEADLINE) ? "time" : "deadline";
      case Request request -> request.command().getClass().getSimpleName();
    };
  }

  private static String came(Decision decision, @Nullable StoredRecord after) {
    if (decision.changes().stream().anyMatch(made -> made.stored() instanceof Order.Paid)) {
      return " (order paid)";
    }
    Refusal refusal =
        switch (after) {
          case Saga.Compensating compensating -> compensating.refusal();
          case Tcc.Cancelling cancelling -> cancelling.refusal();
          case null, default ->
              decision.replies().stream()
                  .map(Decision.Reply::answer)
                  .filter(Answer.Refused.class::isInstance)
                  .map(answer -> ((Answer.Refused) answer).refusal())
                  .findFirst()
                  .orElse(null);
        };
    return refusal == Reason.ORDER_CHANGED ? " (order changed)" : "";
  }

  private void add(
      @Nullable StoredRecord before, @Nullable StoredRecord after, String event, Instant now) {
    boolean late = !now.isBefore(States.DEADLINE) && !event.startsWith("deadline");
    Step step = new Step(name(before), name(after), event);
    alwaysLate.merge(step, late, Boolean::logicalAnd);
  }

  private String name(@Nullable StoredRecord stored) {
    if (stored == null) {
      return NOTHING;
    }
    String name = stored.getClass().getSimpleName();
    if (stored instanceof StoredRecord.Expiring) {
      expiring.add(name);
    }
    return name;
  }

  /** As Mermaid draws it, and below what changes nothing. */
  String markdown() {
    Map<String, SortedSet<String>> arrows = new TreeMap<>();
    Map<String, SortedSet<String>> loops = new TreeMap<>();
    alwaysLate.forEach((step, late) -> {
      boolean moves = !step.before().equals(step.after());
      String arrow = moves ? step.before() + " --> " + step.after() : step.before();
      String event = step.event() + (late && moves ? " after the deadline" : "");
      (moves ? arrows : loops).computeIfAbsent(arrow, made -> new TreeSet<>()).add(event);
    });
    expiring.forEach(name ->
        arrows.computeIfAbsent(name + " --> " + NOTHING, made -> new TreeSet<>()).add("expires"));
    List<String> lines = new ArrayList<>(List.of("```mermaid", "stateDiagram-v2"));
    arrows.forEach(
        (arrow, events) -> lines.add("    " + arrow + " : " + String.join(", ", events)));
    lines.addAll(List.of("```", "", "What leaves the state as it is:", ""));
    loops.forEach((state, events) ->
        lines.add(
            "- %s: %s"
                .formatted(
                    state.equals(NOTHING) ? "nothing known" : state, String.join(", ", events))));
    return String.join("\n", lines);
  }
}
