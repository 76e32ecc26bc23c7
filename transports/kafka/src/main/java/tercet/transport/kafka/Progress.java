package tercet.transport.kafka;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * How far the messages of a partition are handed over and decided. Its offsets are those of the
 * message that comes next. Not safe for threads.
 */
final class Progress {
  /**
   * Marks at most. While a store is away for long, the youngest mark stands for all later messages.
   */
  private static final int UNDECIDED_MAX = 10_000;

  private final ArrayDeque<Handed> undecided = new ArrayDeque<>();
  private final int undecidedMax;
  private long decided;
  private long committed;

  private record Handed(long next, BooleanSupplier isDecided) {}

  /** Nothing was handed over yet. */
  Progress(long first) {
    this(first, UNDECIDED_MAX);
  }

  Progress(long first, int undecidedMax) {
    this.decided = first;
    this.committed = first;
    this.undecidedMax = undecidedMax;
  }

  /**
   * A message was handed over.
   *
   * @param isDecided becomes true no earlier than those of earlier messages
   */
  void handed(long offset, BooleanSupplier isDecided) {
    if (undecided.size() >= undecidedMax) {
      undecided.removeLast();
    }
    undecided.add(new Handed(offset + 1, isDecided));
  }

  /** All messages before this offset are decided. */
  long decided() {
    for (Handed first = undecided.peek();
        first != null && first.isDecided.getAsBoolean();
        first = undecided.peek()) {
      decided = first.next;
      undecided.remove();
    }
    return decided;
  }

  /** Whether more is decided than the broker knows. */
  boolean isAhead() {
    return decided() != committed;
  }

  /** The broker knows that all messages before an offset are decided. */
  void committed(long offset) {
    committed = offset;
  }
}
