package tercet.testing.chaos;

import java.time.Duration;
import java.util.List;

/**
 * A line of a {@link ChaosPlan}.
 *
 * @param start when it begins
 * @param action the kind of fault
 * @param targets names of members, or roles, for one running member that has it; one fault hits
 *     them all at once
 * @param lasts until it is undone; zero for a {@link Action#RESTART}
 */
public record PlannedFault(Start start, Action action, List<String> targets, Duration lasts) {
  private static final long MILLIS_PER_SECOND = 1_000;

  public PlannedFault {
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a fault needs at least one member");
    }
    if (lasts.isNegative() || lasts.isZero() != (action == Action.RESTART)) {
      throw new IllegalArgumentException("a fault lasts for a time, unless it is a restart");
    }
  }

  /** When a fault begins: never before the shop has recovered from the one before. */
  public sealed interface Start {
    /** Time after the begin of the load. */
    record At(Duration time) implements Start {}

    /** Time after the shop has recovered from the previous fault. */
    record Quiet(Duration time) implements Start {}
  }

  /** The kind and its targets, for example {@code kill order-1, stock-2}. */
  String what() {
    return action.word() + " " + String.join(", ", targets);
  }

  /** Its line in a plan. */
  @Override
  public String toString() {
    String when =
        switch (start) {
          case Start.At(Duration time) -> "at " + text(time);
          case Start.Quiet(Duration time) -> "after " + text(time);
        };
    return when + " " + what() + (lasts.isZero() ? "" : " for " + text(lasts));
  }

  private static String text(Duration time) {
    long millis = time.toMillis();
    return millis % MILLIS_PER_SECOND == 0 ? millis / MILLIS_PER_SECOND + "s" : millis + "ms";
  }
}
