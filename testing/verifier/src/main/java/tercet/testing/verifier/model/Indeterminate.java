package tercet.testing.verifier.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes of balances that may have happened: those that got no clear answer.
 *
 * @param <I> the id of the balance's owner
 */
final class Indeterminate<I> {
  /** Beyond that, a difference counts as explained if it lies between the smallest and largest. */
  private static final int SUMS_MAX = 100_000;

  private final Map<I, List<Long>> amounts = new HashMap<>();

  void add(I owner, long amount) {
    amounts.computeIfAbsent(owner, _ -> new ArrayList<>(1)).add(amount);
  }

  /** The most that the owner may have got this way. */
  long most(I owner) {
    return of(owner).stream().mapToLong(amount -> Math.max(0, amount)).sum();
  }

  private long least(I owner) {
    return of(owner).stream().mapToLong(amount -> Math.min(0, amount)).sum();
  }

  /** True if some of the changes together make up the difference. */
  boolean explain(I owner, long difference) {
    if (difference < least(owner) || difference > most(owner)) {
      return false;
    }
    Set<Long> sums = new HashSet<>(Set.of(0L));
    for (long amount : of(owner)) {
      for (long sum : List.copyOf(sums)) {
        sums.add(sum + amount);
      }
      if (sums.size() > SUMS_MAX) {
        return true;
      }
    }
    return sums.contains(difference);
  }

  private List<Long> of(I owner) {
    return amounts.getOrDefault(owner, List.of());
  }
}
