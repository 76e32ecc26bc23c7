package tercet.server.failpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.StoredRecord;

/**
 * A named point at which the process dies as if its plug were pulled, or stands still until it gets
 * SIGCONT, to see that nothing is lost. Written as {@code MOMENT:TYPE[:N][:pause]}: the moment is
 * {@code before-commit} or {@code after-commit} of a record of that type, or {@code before-send} or
 * {@code after-send} of such a message; a type is called as {@link FailpointNames} says; it happens
 * at the N-th time. Safe for any thread.
 */
public final class Failpoint {
  private static final Pattern SYNTAX =
      Pattern.compile("(before|after)-(commit|send):(\\w+\\.\\w+)(?::(\\d{1,9}))?(:pause)?");

  private static final System.Logger LOG = System.getLogger(Failpoint.class.getName());

  /** The status of a process that got SIGKILL. */
  private static final int STATUS = 137;

  private final boolean before;
  private final boolean commit;
  private final String type;
  private final AtomicLong left;
  private final boolean pause;

  private Failpoint(boolean before, boolean commit, String type, long times, boolean pause) {
    this.before = before;
    this.commit = commit;
    this.type = type;
    this.left = new AtomicLong(times);
    this.pause = pause;
  }

  /**
   * Reads a point.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Failpoint parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a point is like before-commit:tcc.Held, after-send:saga.Debit:20 or"
              + " before-commit:order.Paid:20:pause, not "
              + text);
    }
    boolean commit = matcher.group(2).equals("commit");
    List<String> names = commit ? FailpointNames.records() : FailpointNames.messages();
    if (!names.contains(matcher.group(3))) {
      throw new IllegalArgumentException(
          "there is no %s %s; there are %s"
              .formatted(
                  commit ? "record" : "message", matcher.group(3), String.join(", ", names)));
    }
    String times = matcher.group(4);
    return new Failpoint(
        matcher.group(1).equals("before"),
        commit,
        matcher.group(3),
        times == null ? 1 : Long.parseLong(times),
        matcher.group(5) != null);
  }

  /** Dies if this is the moment before a commit. */
  void beforeCommit(Iterable<? extends StoredRecord> records) {
    reached(before && commit, records, FailpointNames::of);
  }

  /** Dies if this is the moment after a commit. */
  void afterCommit(Iterable<? extends StoredRecord> records) {
    reached(!before && commit, records, FailpointNames::of);
  }

  /** Dies if this is the moment before a message is sent. */
  void beforeSend(Iterable<? extends Message> messages) {
    reached(before && !commit, messages, FailpointNames::of);
  }

  /** Dies if this is the moment after a message was sent. */
  void afterSend(Iterable<? extends Message> messages) {
    reached(!before && !commit, messages, FailpointNames::of);
  }

  private <T> void reached(
      boolean moment, Iterable<? extends T> things, Function<T, String> naming) {
    if (moment) {
      for (T thing : things) {
        if (naming.apply(thing).equals(type) && left.decrementAndGet() == 0) {
          happen();
        }
      }
    }
  }

  private void happen() {
    if (!pause) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The failpoint {0}-{1}:{2} is reached: this process ends as if by kill -9.",
          before ? "before" : "after",
          commit ? "commit" : "send",
          type);
      Runtime.getRuntime().halt(STATUS);
    }
    String self = Long.toString(ProcessHandle.current().pid());
    try {
      new ProcessBuilder("kill", "-STOP", self).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("this process cannot be paused", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
