package tercet.runtime.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.Message;
import tercet.kernel.decision.Request;
import tercet.kernel.time.Backoff;
import tercet.runtime.store.UnreadableRecordException;

/**
 * Inputs that could not be decided or committed even by themselves. Each is tried again alone,
 * after pauses that double, so that it harms no other input. Not safe for threads.
 */
final class SetAside {
  private final int max;
  private final PriorityQueue<Trial> waiting =
      new PriorityQueue<>(Comparator.comparing(Trial::at).thenComparingLong(Trial::number));
  private final Map<Object, Input> latest = new HashMap<>();
  private long numbers;

  /**
   * @param max inputs that wait; there is no room for more
   */
  SetAside(int max) {
    this.max = max;
  }

  /**
   * An input that is tried again.
   *
   * @param tries so far, at least 1
   * @param number unique; also makes the order of equal times definite
   */
  record Trial(Input input, int tries, Instant at, long number) {}

  /** Why an input waits, and so for how long. */
  enum Reason {
    /** Others were faster, or it took too long: soon over, and a client may wait for it. */
    LATE(Duration.ofMillis(10), Duration.ofSeconds(5)),
    /** A bug or a record that cannot be read: the next program may know how. */
    UNDECIDABLE(Duration.ofSeconds(10), Duration.ofMinutes(5));

    private final Duration first;
    private final Duration max;

    Reason(Duration first, Duration max) {
      this.first = first;
      this.max = max;
    }

    private Duration pause(int tries) {
      return Duration.ofMillis(Backoff.pause(first.toMillis(), max.toMillis(), tries));
    }
  }

  /**
   * Keeps an input for later.
   *
   * @param tries so far, at least 1
   * @return false if there is no room
   */
  boolean add(Input input, int tries, Reason reason, Instant now) {
    return takes(input) || (waiting.size() < max && wait(input, tries, reason, now));
  }

  private boolean wait(Input input, int tries, Reason reason, Instant now) {
    Object name = name(input);
    if (name != null) {
      latest.put(name, input);
    }
    return waiting.add(new Trial(input, tries, now.plus(reason.pause(tries)), numbers++));
  }

  /**
   * Takes an input that was sent again while it waits here: to try both would cost twice, and a
   * client that waits sends again faster than a slow store can try. The copy that was sent last is
   * tried.
   *
   * @return false if it does not wait here
   */
  boolean takes(Input input) {
    Object name = name(input);
    return name != null && latest.replace(name, input) != null;
  }

  /**
   * The value that all repetitions of an input share; null for a wake-up, which is never repeated.
   */
  private static @Nullable Object name(Input input) {
    return switch (input) {
      case Request request -> List.of(request.to(), request.id());
      case Message message -> message;
      case Input.TimerFired wakeup -> null;
    };
  }

  /** Takes out one whose time has come, or null. */
  @Nullable Trial due(Instant now) {
    Trial first = waiting.peek();
    if (first == null || first.at().isAfter(now)) {
      return null;
    }
    waiting.remove();
    Object name = name(first.input());
    Input last = name == null ? null : latest.remove(name);
    return last == null ? first : new Trial(last, first.tries(), first.at(), first.number());
  }

  /** When the next is due, or null. */
  @Nullable Instant next() {
    Trial first = waiting.peek();
    return first == null ? null : first.at();
  }

  int size() {
    return waiting.size();
  }

  /** The answer to the client of a request that cannot be decided. */
  static Answer answer(RuntimeException cause) {
    return cause instanceof UnreadableRecordException
        ? new Answer.Unreadable()
        : new Answer.Unavailable(true);
  }
}
