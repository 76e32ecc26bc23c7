package tercet.runtime.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Input;
import tercet.kernel.Key;
import tercet.kernel.Kind;

/**
 * When to look at which open record again: one time for each key. It holds nothing that is not
 * stored, so a crash loses nothing. Not safe for threads.
 */
final class Timers {
  private final PriorityQueue<Timer> queue =
      new PriorityQueue<>(Comparator.comparing(Timer::at).thenComparingLong(Timer::number));
  private final Map<Key, Long> armed = new HashMap<>();
  private long numbers;
  private int transactions;

  /**
   * @param number unique; also makes the order of equal times definite
   */
  private record Timer(Key key, Instant at, long number) {}

  void set(Key key, Instant at) {
    Timer timer = new Timer(key, at, numbers++);
    Long replaced = armed.put(key, timer.number());
    if (replaced == null && key.kind() == Kind.TRANSACTION) {
      transactions++;
    }
    queue.add(timer);
  }

  void cancel(Key key) {
    if (armed.remove(key) != null) {
      if (key.kind() == Kind.TRANSACTION) {
        transactions--;
      }
      // Cancelled timers stay queued until their time; they must not outnumber the others for long.
      if (queue.size() > 2 * armed.size() + 1_000) {
        queue.removeIf(timer -> !isArmed(timer));
      }
    }
  }

  /** Takes out what is due. */
  List<Input.Wakeup> due(Instant now, int max) {
    List<Input.Wakeup> due = new ArrayList<>();
    while (due.size() < max) {
      Timer first = first();
      if (first == null || first.at().isAfter(now)) {
        break;
      }
      cancel(first.key());
      due.add(new Input.Wakeup(first.key()));
    }
    return due;
  }

  /** When the next is due, or null. */
  @Nullable Instant next() {
    Timer first = first();
    return first == null ? null : first.at();
  }

  private @Nullable Timer first() {
    Timer first = queue.peek();
    while (first != null && !isArmed(first)) {
      queue.remove();
      first = queue.peek();
    }
    return first;
  }

  private boolean isArmed(Timer timer) {
    Long number = armed.get(timer.key());
    return number != null && number == timer.number();
  }

  /** Open transactions among the keys. */
  int transactions() {
    return transactions;
  }
}
