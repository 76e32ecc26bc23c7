package tercet.testing.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The faults that a member can suffer. */
public enum Action {
  /** {@code kill -9}, and a start after the fault's time. */
  KILL,
  /** {@code kill -9}, and a start at once. */
  RESTART,
  /** Halted where it is (SIGSTOP), and let go on after the fault's time. */
  PAUSE,
  /** Nothing that it sends arrives, and nothing arrives at it. */
  ISOLATE,
  /** Halted and let go on in quick turns: it does a quarter of what it could. */
  SLOW;

  /** The word for it in a plan, for example {@code kill}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Action::word).toList();
  }
}
