package tercet.testing.verifier.contention;

import java.util.List;
import tercet.testing.verifier.model.Discrepancy;

/**
 * The outcome of second checkouts of refused orders.
 *
 * @param found the wrong answers
 * @param unfinished for a person, why not all of them got a clear answer; empty if all did
 */
public record SecondChance(List<Discrepancy> found, String unfinished) {
  public SecondChance {
    found = List.copyOf(found);
  }
}
