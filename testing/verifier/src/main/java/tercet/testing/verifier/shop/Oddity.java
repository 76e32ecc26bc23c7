package tercet.testing.verifier.shop;

import java.util.ArrayList;
import java.util.List;

/**
 * A harmless difference from the contract in the answers of a shop, which were read all the same.
 *
 * @param route for example {@code GET /orders/find}
 * @param what the difference, for a person
 * @param count of answers that had it
 * @param sample the beginning of the first such body; empty if it had none
 */
public record Oddity(String route, String what, long count, String sample) {
  /** A section for a person, line by line; empty if there are none. */
  public static List<String> report(List<Oddity> oddities) {
    List<String> lines = new ArrayList<>();
    if (!oddities.isEmpty()) {
      lines.add("");
      lines.add("Oddities: unlike the contract, but read all the same. They do not count.");
    }
    for (Oddity one : oddities) {
      lines.add("  %s: %s (%,d times)".formatted(one.route(), one.what(), one.count()));
      if (!one.sample().isEmpty()) {
        lines.add("    for example " + one.sample());
      }
    }
    return lines;
  }
}
