package tercet.testing.verifier.model;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Looks at the books of a shop again and again. Two looks in a row that say the same accuse; one
 * alone may have met a checkout under way. Balances that moved during one look are compared in the
 * next.
 *
 * @param wrong in the order of users, items and orders
 * @param compared balances that were at rest at some look
 * @param moving balances that never were
 * @param filledAgain balances that were filled again since the baseline
 * @param last the books of the last look
 */
public record RepeatedAudit(
    List<Discrepancy> wrong, int compared, Set<String> moving, int filledAgain, Books last) {
  public RepeatedAudit {
    wrong = List.copyOf(wrong);
    moving = new TreeSet<>(moving);
  }

  /** Whether everything that could be compared is right. */
  public boolean isRight() {
    return wrong.isEmpty();
  }

  /**
   * Looks until nothing is left to be seen, or the time is over; at least once.
   *
   * @param since an empty one only reads the books, and looks for records that are missing
   * @param pause between two looks, longer than a checkout takes
   * @param progress hears of each look
   * @throws IOException with a sentence if the books cannot be read
   */
  public static RepeatedAudit run(
      Books.Source source,
      Baseline since,
      Duration pause,
      Duration patience,
      Consumer<String> progress)
      throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    Map<String, Discrepancy> suspected = Map.of();
    Map<String, Discrepancy> wrong = new TreeMap<>();
    Set<String> moving = new HashSet<>();
    for (int looks = 1; ; looks++) {
      Books books = source.read();
      BooksAudit look = BooksAudit.of(since, books);
      Map<String, Discrepancy> before = suspected;
      wrong.clear();
      look.wrong()
          .forEach((about, what) -> {
            if (what.equals(before.get(about))) {
              wrong.put(about, what);
            }
          });
      if (looks == 1) {
        moving.addAll(look.moving());
      } else {
        moving.retainAll(look.moving());
      }
      progress.accept(
          "Look %d: %,d balances at rest, %,d moving, %,d to look at again"
              .formatted(looks, look.compared(), look.moving().size(), look.wrong().size()));
      suspected = look.wrong();
      boolean sure = wrong.keySet().equals(suspected.keySet()) && moving.isEmpty();
      if (sure || System.nanoTime() - end >= 0) {
        int compared = look.compared() + look.moving().size() - moving.size();
        return new RepeatedAudit(
            new ArrayList<>(wrong.values()), compared, moving, look.filledAgain(), books);
      }
      // One park may return at once: an earlier wait of the thread can leave a permit.
      long next = System.nanoTime() + pause.toNanos();
      while (next - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }
}
