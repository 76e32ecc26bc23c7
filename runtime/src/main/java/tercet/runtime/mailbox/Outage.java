package tercet.runtime.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Input;
import tercet.kernel.id.Key;
import tercet.kernel.time.Backoff;

/**
 * The state of a lane while its store is away. A store may also seem away because a batch takes it
 * longer than its driver waits. So each failure halves the batch that is tried next, and each
 * success doubles it: a batch that is too slow does not block its lane, and after a true outage a
 * few commits more are made.
 */
final class Outage {
  /** The first look for a store that does not answer. */
  private static final long FIRST_MILLIS = 10;

  /** A failover takes seconds: not much longer than that. */
  private static final Duration MAX = Duration.ofMillis(320);

  private final Set<Key> unsure = new LinkedHashSet<>();
  private List<Input> inputs = List.of();
  private int tries = 1;
  private int failures;
  private int batchMax = Integer.MAX_VALUE;
  private volatile @Nullable Instant until;

  /** When to look again; null if the store is there. Safe for any thread. */
  @Nullable Instant until() {
    return until;
  }

  /** 1 while the store is away. Safe for any thread. */
  int now() {
    return until == null ? 0 : 1;
  }

  /** Also if the clock was set back: no pause is that long. */
  static boolean isDue(Instant until, Instant now) {
    return !now.isBefore(until) || now.plus(MAX).isBefore(until);
  }

  /**
   * The store did not answer, perhaps once more.
   *
   * @param left inputs that are to be decided when it answers
   * @param failed how many of them it was asked to commit at once
   * @param newTries how often they are tried with the next time
   * @param touched records that the lost commit may have made or changed
   */
  void goOn(List<Input> left, int failed, int newTries, Collection<Key> touched, Instant now) {
    inputs = left.stream().map(Outage::again).toList();
    batchMax = Math.max(1, failed / 2);
    tries = newTries;
    unsure.addAll(touched);
    failures++;
    until = now.plusMillis(Backoff.pause(FIRST_MILLIS, MAX.toMillis(), failures));
  }

  /** The lost commit may have moved the time of a record, without a message being sent. */
  private static Input again(Input input) {
    return input instanceof Input.TimerFired wakeup
        ? new Input.TimerFired(wakeup.key(), true)
        : input;
  }

  /** Takes out the inputs that are committed next: the first part, or its beginning. */
  List<Input> take(Deque<List<Input>> parts) {
    List<Input> part = parts.remove();
    if (part.size() <= batchMax) {
      return part;
    }
    parts.addFirst(part.subList(batchMax, part.size()));
    return part.subList(0, batchMax);
  }

  /** A batch is committed. */
  void committed() {
    batchMax = (int) Math.min(2L * batchMax, Integer.MAX_VALUE);
  }

  void end() {
    batchMax = Integer.MAX_VALUE;
    if (until != null) {
      inputs = List.of();
      unsure.clear();
      failures = 0;
      until = null;
    }
  }

  List<Input> inputs() {
    return inputs;
  }

  int tries() {
    return tries;
  }

  /** Open records for which there may be no timer. */
  Collection<Key> unsure() {
    return unsure;
  }
}
