package tercet.testing.testbed.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many nodes a cluster is to have, as a person writes it: {@code 4} of each service, or {@code
 * stock=4,order=3}.
 *
 * @param ofEachService 0 if it is not said
 * @param byGroup by the names of groups
 */
public record NodeCounts(int ofEachService, Map<String, Integer> byGroup) {
  private static final int COUNT_MAX = Blueprint.Group.COUNT_MAX;

  public NodeCounts {
    byGroup = Map.copyOf(byGroup);
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException with the end of a sentence that begins with a name for it
   */
  public static NodeCounts parse(String text) {
    if (!text.contains("=")) {
      return new NodeCounts(count(text, text), Map.of());
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      String[] words = part.strip().split("=", -1);
      if (words.length != 2) {
        throw new IllegalArgumentException("is 4 or stock=4,order=3, not " + text);
      }
      if (counts.put(words[0], count(words[1], part)) != null) {
        throw new IllegalArgumentException("names %s twice".formatted(words[0]));
      }
    }
    return new NodeCounts(0, counts);
  }

  private static int count(String digits, String whole) {
    if (!digits.matches("[0-9]{1,3}")
        || Integer.parseInt(digits) < 1
        || Integer.parseInt(digits) > COUNT_MAX) {
      throw new IllegalArgumentException("is 1 to %d, not %s".formatted(COUNT_MAX, whole));
    }
    return Integer.parseInt(digits);
  }

  /**
   * A blueprint with so many nodes.
   *
   * @throws IllegalArgumentException with a sentence that says which groups there are
   */
  public Blueprint applyTo(Blueprint blueprint) {
    Blueprint sized = ofEachService == 0 ? blueprint : blueprint.withNodesPerService(ofEachService);
    return sized.withNodes(byGroup);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return ofEachService > 0
        ? Integer.toString(ofEachService)
        : byGroup.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
  }
}
