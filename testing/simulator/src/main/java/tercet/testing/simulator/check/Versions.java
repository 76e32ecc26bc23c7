package tercet.testing.simulator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All versions of one record. It begins as absent. */
final class Versions<T> {
  private final List<Version<T>> all = new ArrayList<>();

  Versions() {
    all.add(new Version<>(Long.MIN_VALUE, null));
  }

  /**
   * @param from position of the ledger from which on it is there
   * @param record null if there is none
   */
  record Version<T>(long from, @Nullable T record) {}

  void add(long position, @Nullable T record) {
    all.add(new Version<>(position, record));
  }

  Version<T> last() {
    return all.getLast();
  }

  @Nullable T now() {
    return all.getLast().record();
  }

  /** The one before the last. */
  @Nullable T before() {
    return all.size() < 2 ? null : all.get(all.size() - 2).record();
  }

  /** Whether it was like that at any time from a position on. */
  boolean wasSince(long position, Predicate<@Nullable T> like) {
    for (int index = all.size() - 1; index >= 0; index--) {
      Version<T> version = all.get(index);
      if (like.test(version.record())) {
        return true;
      }
      if (version.from() <= position) {
        return false;
      }
    }
    return false;
  }

  /** Whether this record and another were like that at the same time, from a position on. */
  <U> boolean wereSince(
      long position, Versions<U> others, BiPredicate<@Nullable T, @Nullable U> like) {
    for (int one = all.size() - 1; one >= 0 && until(one) > position; one--) {
      for (int other = others.all.size() - 1;
          other >= 0 && others.until(other) > position;
          other--) {
        if (all.get(one).from() <= others.until(other)
            && others.all.get(other).from() <= until(one)
            && like.test(all.get(one).record(), others.all.get(other).record())) {
          return true;
        }
      }
    }
    return false;
  }

  private long until(int index) {
    return index + 1 == all.size() ? Long.MAX_VALUE : all.get(index + 1).from();
  }

  /** Since which position it has always been like that; that of the last one if it is not. */
  long since(Predicate<@Nullable T> like) {
    long since = last().from();
    for (int index = all.size() - 1; index >= 0 && like.test(all.get(index).record()); index--) {
      since = all.get(index).from();
    }
    return since;
  }

  /** As text: the values since a position, the oldest first. */
  String since(long position) {
    List<String> values = new ArrayList<>();
    for (int index = all.size() - 1; index >= 0; index--) {
      values.addFirst(String.valueOf(all.get(index).record()));
      if (all.get(index).from() <= position) {
        break;
      }
    }
    return String.join(", then ", values);
  }
}
