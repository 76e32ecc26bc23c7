package tercet.testing.simulator.coverage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often each input met each state. */
final class CoverageTable {
  private static final int COLUMN = 15;

  private final String title;
  private final Map<String, Map<String, Count>> counts = new LinkedHashMap<>();
  private final Map<Pair, String> unreachable = new LinkedHashMap<>();

  CoverageTable(String title, List<String> states, List<String> inputs) {
    this.title = title;
    for (String state : states) {
      Map<String, Count> row = new LinkedHashMap<>();
      inputs.forEach(input -> row.put(input, new Count()));
      counts.put(state, row);
    }
  }

  /** How often a pair was met. */
  private static final class Count {
    private long value;
  }

  /** The states that may be met. */
  private record Pair(String state, String input) {
    @Override
    public String toString() {
      return state + " × " + input;
    }
  }

  /** Says why inputs cannot meet states. */
  CoverageTable never(List<String> states, List<String> inputs, String why) {
    for (String state : states) {
      for (String input : inputs) {
        if (!counts.containsKey(state) || !counts.get(state).containsKey(input)) {
          throw new IllegalArgumentException("there is no " + state + " × " + input);
        }
        unreachable.put(new Pair(state, input), why);
      }
    }
    return this;
  }

  void count(String state, String input) {
    Map<String, Count> row = counts.get(state);
    Count count = row == null ? null : row.get(input);
    if (count == null) {
      throw new IllegalArgumentException(title + ": there is no " + state + " × " + input);
    }
    count.value++;
  }

  /** Pairs that can be met and were not. */
  List<String> missing() {
    return pairs(false);
  }

  /** Pairs that were met although nothing should lead to them. */
  List<String> surprising() {
    return pairs(true);
  }

  private List<String> pairs(boolean surprising) {
    List<String> found = new ArrayList<>();
    counts.forEach((state, row) ->
        row.forEach((input, count) -> {
          boolean met = count.value > 0;
          boolean excluded = unreachable.containsKey(new Pair(state, input));
          if (met == surprising && excluded == surprising) {
            found.add(title + ": " + new Pair(state, input));
          }
        }));
    return found;
  }

  @Override
  public String toString() {
    int first = Math.max(title.length(), longest(counts.keySet())) + 1;
    StringBuilder text = new StringBuilder(("%-" + first + "s").formatted(title));
    counts.values().iterator().next().keySet().forEach(input -> text.append(column(input)));
    counts.forEach((state, row) -> {
      text.append(("\n%-" + first + "s").formatted(state));
      row.forEach((input, count) -> {
        boolean excluded = count.value == 0 && unreachable.containsKey(new Pair(state, input));
        text.append(column(excluded ? "–" : count.value));
      });
    });
    Map<String, List<Pair>> byReason = new LinkedHashMap<>();
    unreachable.forEach(
        (pair, why) -> byReason.computeIfAbsent(why, made -> new ArrayList<>()).add(pair));
    byReason.forEach((why, pairs) -> {
      List<String> words = pairs.stream().map(Pair::toString).toList();
      text.append("\n  – %s: %s".formatted(why, String.join(", ", words)));
    });
    return text.toString();
  }

  private static int longest(Iterable<String> words) {
    int longest = 0;
    for (String word : words) {
      longest = Math.max(longest, word.length());
    }
    return longest;
  }

  private static String column(Object content) {
    return ("%" + COLUMN + "s").formatted(content);
  }
}
