package tercet.testing.verifier.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Users and items with more than they should have: others may have been charged in their place.
 *
 * @param <I> the id of the balance's owner
 */
final class Surplus<I> {
  private final TreeMap<Long, Deque<I>> byAmount = new TreeMap<>();

  void add(I owner, long amount) {
    byAmount.computeIfAbsent(amount, _ -> new ArrayDeque<>()).add(owner);
  }

  /**
   * Takes out owners whose surplus makes up {@code missing} exactly, the largest first; empty if
   * there are none.
   */
  List<I> take(long missing) {
    List<I> taken = new ArrayList<>();
    List<Long> amounts = new ArrayList<>();
    long left = missing;
    while (left > 0) {
      Map.Entry<Long, Deque<I>> fitting = byAmount.floorEntry(left);
      if (fitting == null) {
        break;
      }
      taken.add(fitting.getValue().remove());
      amounts.add(fitting.getKey());
      left -= fitting.getKey();
      if (fitting.getValue().isEmpty()) {
        byAmount.remove(fitting.getKey());
      }
    }
    if (left == 0) {
      return taken;
    }
    for (int i = 0; i < taken.size(); i++) {
      add(taken.get(i), amounts.get(i));
    }
    return List.of();
  }

  /** Those that were not taken out. */
  Map<I, Long> rest() {
    Map<I, Long> rest = new LinkedHashMap<>();
    byAmount.forEach((amount, owners) -> owners.forEach(owner -> rest.put(owner, amount)));
    return rest;
  }
}
