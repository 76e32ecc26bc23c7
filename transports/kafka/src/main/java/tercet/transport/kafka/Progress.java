package tercet.transport.kafka;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * How far the messages of a partition are handed over and decided. Its offsets are those of the
 * message that comes next. Not safe for threads.
 */
final class Progress {
  /** While a store is away for long; then the youngest of them stands for those after it. */
  private static final int UNDECIDED_MAX = 10_000;

  private final ArrayDeque<Handed> undecided = new ArrayDeque<>();
  private final int undecidedMax;
  private long next;
  private long decided;
  private long committed;

  private record Handed(long next, BooleanSupplier isDecided) {}

  /** Nothing was handed over yet. */
  Progress(long next) {
    this(next, UNDECIDED_MAX);
  }

  Progress(long next, int undecidedMax) {
    this.next = next;
    this.decided = next;
    this.committed = next;
    this.undecidedMax = undecidedMax;
  }

  /** The message that is to be handed over next. */
  long next() {
    return next;
  }

  /** A message is about to be handed over; it is not tried again if that fails. */
  void begin(long offset) {
    next = offset + 1;
  }

  /**
   * The message was handed over.
   *
   * @param isDecided becomes true no earlier than those of earlier messages
   */
  void handed(BooleanSupplier isDecided) {
    if (undecided.size() >= undecidedMax) {
      undecided.removeLast();
    }
    undecided.add(new Handed(next, isDecided));
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
