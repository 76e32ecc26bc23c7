package tercet.testing.verifier.contention;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls of a contest. Each is made once, and again while its answer is not clear.
 *
 * @param <C> a call
 */
final class CallQueue<C> {
  /** No call is left for now. */
  static final int NONE = -1;

  private final List<C> calls;
  private final int repeatsMax;
  private final ArrayDeque<Integer> again = new ArrayDeque<>();
  private final Map<Integer, Integer> repeats = new HashMap<>();
  private int next;

  /**
   * @param repeatsMax how often one call is made again at most
   */
  CallQueue(List<C> calls, int repeatsMax) {
    this.calls = List.copyOf(calls);
    this.repeatsMax = repeatsMax;
  }

  /** The index of the call to make now: of those to be made again first. */
  int next() {
    Integer index = again.poll();
    if (index != null) {
      return index;
    }
    return next == calls.size() ? NONE : next++;
  }

  C at(int index) {
    return calls.get(index);
  }

  /** Puts a call back; false if it has been made too often. */
  boolean repeat(int index) {
    boolean isLeft = repeats.merge(index, 1, Integer::sum) <= repeatsMax;
    if (isLeft) {
      again.add(index);
    }
    return isLeft;
  }

  /** True if no call is left. */
  boolean isDone() {
    return next == calls.size() && again.isEmpty();
  }

  /** How many of the calls were made, without those that were made again. */
  int asked() {
    return next;
  }

  int size() {
    return calls.size();
  }
}
