package tercet.runtime.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Input;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.ShardId;

/**
 * When to look at which open record again: one time for each key. All of it can be made again from
 * the stored records, so a crash loses nothing. Not safe for threads.
 *
 * <p>A record that could only send again to shards that cannot be reached is held back: its wake-up
 * is put off, and comes as soon as one of them returns.
 */
final class Timers {
  /**
   * How long a record is held back at most. It is woken earlier if the transport hears that a node
   * is back; this limit is for a node that only others hear.
   */
  static final Duration HOLD_MAX = Duration.ofSeconds(30);

  /**
   * Wake-ups in a millisecond when many become due at once. Ten thousand a second is less than a
   * lane can decide, so it can decide their answers, too, and less than a peer's queue can take.
   */
  private static final int PER_MILLI = 10;

  private static final Comparator<Timer> BY_TIME =
      Comparator.comparing(Timer::at).thenComparingLong(Timer::number);

  private final PriorityQueue<Timer> queue = new PriorityQueue<>(BY_TIME);
  private final Map<Key, Timer> armed = new HashMap<>();
  private long numbers;
  private int transactions;

  /**
   * @param number unique; also makes the order of equal times definite
   * @param awaits shards whose answers the record waits for; empty if that is not known
   * @param decidesAt when it is woken even if none of them can be reached; null for never
   * @param ahead whether it is woken though its own time has not come
   */
  private record Timer(
      Key key,
      Instant at,
      long number,
      List<ShardId> awaits,
      @Nullable Instant decidesAt,
      boolean ahead) {

    /** The time until which a wake-up is useless; null if it is to be woken. */
    @Nullable Instant heldUntil(Instant now, Predicate<ShardId> reaches) {
      if (!Awaited.isInVain(awaits, decidesAt, now, reaches)) {
        return null;
      }
      Instant decides = decidesAt;
      Instant limit = now.plus(HOLD_MAX);
      return decides != null && decides.isBefore(limit) ? decides : limit;
    }
  }

  /** Wakes a record at the time that it names. */
  void set(Key key, StoredRecord.Open open) {
    arm(key, open.wakeAt(), Awaited.shards(open), Awaited.decidesAt(open), false);
  }

  /** Wakes a record at a time, for any reason to wait. */
  void set(Key key, Instant at) {
    set(key, at, false);
  }

  /**
   * Wakes a record at a time, for any reason to wait.
   *
   * @param ahead whether that is before the time that the record names
   */
  void set(Key key, Instant at, boolean ahead) {
    arm(key, at, List.of(), null, ahead);
  }

  /** Wakes records soon, before the times that they name; many of them one after the other. */
  void setAll(Map<Key, StoredRecord.Open> records, Instant now) {
    int count = 0;
    for (Map.Entry<Key, StoredRecord.Open> entry : records.entrySet()) {
      StoredRecord.Open open = entry.getValue();
      Instant at = now.plusMillis(count++ / PER_MILLI);
      arm(entry.getKey(), at, Awaited.shards(open), Awaited.decidesAt(open), true);
    }
  }

  private void arm(
      Key key, Instant at, List<ShardId> awaits, @Nullable Instant decidesAt, boolean ahead) {
    Timer timer = new Timer(key, at, numbers++, awaits, decidesAt, ahead);
    if (armed.put(key, timer) == null && key.kind() == RecordKind.TRANSACTION) {
      transactions++;
    }
    queue.add(timer);
    // Replaced timers stay queued until their time; they must not outnumber the others for long.
    if (queue.size() > 2 * armed.size() + 1_000) {
      queue.removeIf(queued -> !isArmed(queued));
    }
  }

  void cancel(Key key) {
    if (armed.remove(key) != null && key.kind() == RecordKind.TRANSACTION) {
      transactions--;
    }
  }

  /**
   * Takes out the wake-ups that are due and worth it, and puts off the others.
   *
   * @param reaches whether a shard can be reached
   * @param due gets at most {@code max} wake-ups
   */
  void due(Instant now, int max, Predicate<ShardId> reaches, List<? super Input.TimerFired> due) {
    int count = 0;
    while (count < max) {
      Timer first = first();
      if (first == null || first.at().isAfter(now)) {
        break;
      }
      queue.remove();
      Instant held = first.heldUntil(now, reaches);
      if (held == null) {
        cancel(first.key());
        due.add(new Input.TimerFired(first.key(), first.ahead()));
        count++;
      } else {
        arm(first.key(), held, first.awaits(), first.decidesAt(), first.ahead());
      }
    }
  }

  /** Wakes everything soon that waits for one of some shards, because they can be reached again. */
  void wake(Collection<ShardId> shards, Instant now) {
    if (shards.isEmpty()) {
      return;
    }
    List<Timer> waiting = new ArrayList<>();
    for (Timer timer : armed.values()) {
      if (timer.at().isAfter(now) && timer.awaits().stream().anyMatch(shards::contains)) {
        waiting.add(timer);
      }
    }
    waiting.sort(BY_TIME);
    for (int number = 0; number < waiting.size(); number++) {
      Timer timer = waiting.get(number);
      Instant soon = now.plusMillis(number / PER_MILLI);
      if (soon.isBefore(timer.at())) {
        arm(timer.key(), soon, timer.awaits(), timer.decidesAt(), true);
      }
    }
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
    Timer current = armed.get(timer.key());
    return current != null && current.number() == timer.number();
  }

  /** Open transactions among the keys. */
  int transactions() {
    return transactions;
  }
}
