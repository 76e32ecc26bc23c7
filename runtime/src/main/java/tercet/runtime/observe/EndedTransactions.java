package tercet.runtime.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The transactions that ended lately, bounded in number and age. Those that needed more than one
 * try, or were refused because their time was over, have room of their own: under load the others
 * fill theirs within a second. Safe for threads.
 */
public final class EndedTransactions {
  /** About 1 kB each. */
  private static final int MAX = 4_096;

  private static final Duration AGE_MAX = Duration.ofHours(1);

  private final Deque<EndedTransaction> usual = new ArrayDeque<>();
  private final Deque<EndedTransaction> troubled = new ArrayDeque<>();

  /** Adds some, in the order in which they ended. */
  public synchronized void add(List<EndedTransaction> ended) {
    for (EndedTransaction transaction : ended) {
      Deque<EndedTransaction> those = isTroubled(transaction) ? troubled : usual;
      if (those.size() >= MAX) {
        those.removeFirst();
      }
      those.addLast(transaction);
    }
  }

  private static boolean isTroubled(EndedTransaction transaction) {
    return transaction.sends() > 1
        || !transaction.at().isBefore(transaction.transaction().deadline());
  }

  /**
   * Visits them, each half from the last one backwards.
   *
   * @param visitor returns false to stop
   */
  public synchronized void visit(Instant now, Predicate<EndedTransaction> visitor) {
    Instant oldest = now.minus(AGE_MAX);
    for (Deque<EndedTransaction> those : List.of(usual, troubled)) {
      Iterator<EndedTransaction> newest = those.descendingIterator();
      while (newest.hasNext()) {
        EndedTransaction transaction = newest.next();
        if (transaction.at().isBefore(oldest) || !visitor.test(transaction)) {
          break;
        }
      }
    }
  }
}
