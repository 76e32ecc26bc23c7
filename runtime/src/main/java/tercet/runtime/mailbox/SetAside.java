package tercet.runtime.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Input;
import tercet.kernel.command.Answer;
import tercet.runtime.store.UnreadableRecordException;

/**
 * Inputs that could not be decided or committed even by themselves. Each is tried again alone,
 * after pauses that double, so that it harms no other input. Not safe for threads.
 */
final class SetAside {
  private static final int DOUBLINGS_MAX = 20;

  private final int max;
  private final PriorityQueue<Trial> waiting =
      new PriorityQueue<>(Comparator.comparing(Trial::at).thenComparingLong(Trial::number));
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
      Duration pause = first.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS_MAX));
      return pause.compareTo(max) < 0 ? pause : max;
    }
  }

  /**
   * Keeps an input for later.
   *
   * @param tries so far, at least 1
   * @return false if there is no room
   */
  boolean add(Input input, int tries, Reason reason, Instant now) {
    return waiting.size() < max
        && waiting.add(new Trial(input, tries, now.plus(reason.pause(tries)), numbers++));
  }

  /** Takes out one whose time has come, or null. */
  @Nullable Trial due(Instant now) {
    Trial first = waiting.peek();
    return first == null || first.at().isAfter(now) ? null : waiting.poll();
  }

  /** When the next is due, or null. */
  @Nullable Instant next() {
    Trial first = waiting.peek();
    return first == null ? null : first.at();
  }

  int size() {
    return waiting.size();
  }

  /** What the client of a request hears that cannot be decided. */
  static Answer answer(RuntimeException cause) {
    return cause instanceof UnreadableRecordException
        ? new Answer.Unreadable()
        : new Answer.Unavailable(true);
  }
}
