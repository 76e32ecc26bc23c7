package tercet.app;

import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tercet.kernel.Message;
import tercet.kernel.Stored;

/**
 * A named point at which the process dies as if its plug were pulled, to see that nothing is lost.
 * Written as {@code MOMENT:TYPE} or {@code MOMENT:TYPE:N}: the moment is {@code before-commit} or
 * {@code after-commit} of a record of that type, or {@code before-send} or {@code after-send} of
 * such a message; a type is called as in {@code tcc.Held}; it dies at the N-th time. Safe for any
 * thread.
 */
final class HaltPoint {
  private static final Pattern SYNTAX =
      Pattern.compile("(before|after)-(commit|send):(\\w+\\.\\w+)(?::(\\d{1,9}))?");

  /** As of a process that got SIGKILL. */
  private static final int STATUS = 137;

  private final boolean before;
  private final boolean commit;
  private final String type;
  private final AtomicLong left;

  private HaltPoint(boolean before, boolean commit, String type, long times) {
    this.before = before;
    this.commit = commit;
    this.type = type;
    this.left = new AtomicLong(times);
  }

  /**
   * Reads a point.
   *
   * @throws IllegalArgumentException if it is none
   */
  static HaltPoint parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a point is like before-commit:tcc.Held or after-send:saga.Debit:20, not " + text);
    }
    String times = matcher.group(4);
    return new HaltPoint(
        matcher.group(1).equals("before"),
        matcher.group(2).equals("commit"),
        matcher.group(3),
        times == null ? 1 : Long.parseLong(times));
  }

  /** Dies if this is the moment before a commit. */
  void beforeCommit(Iterable<? extends Stored> records) {
    reached(before && commit, records);
  }

  /** Dies if this is the moment after a commit. */
  void afterCommit(Iterable<? extends Stored> records) {
    reached(!before && commit, records);
  }

  /** Dies if this is the moment before a message is sent. */
  void beforeSend(Iterable<? extends Message> messages) {
    reached(before && !commit, messages);
  }

  /** Dies if this is the moment after a message was sent. */
  void afterSend(Iterable<? extends Message> messages) {
    reached(!before && !commit, messages);
  }

  private void reached(boolean moment, Iterable<?> things) {
    if (moment) {
      for (Object thing : things) {
        if (name(thing.getClass()).equals(type) && left.decrementAndGet() == 0) {
          Runtime.getRuntime().halt(STATUS);
        }
      }
    }
  }

  private static String name(Class<?> type) {
    String called = type.getPackageName();
    return called.substring(called.lastIndexOf('.') + 1) + "." + type.getSimpleName();
  }
}
