package tercet.simulator.coverage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often each input met each state. */
final class Table<S extends Enum<S>, I extends Enum<I>> {
  private final String title;
  private final Map<S, Map<I, Count>> counts;
  private final Map<List<Enum<?>>, String> unreachable = new LinkedHashMap<>();

  Table(String title, Class<S> states, Class<I> inputs) {
    this.title = title;
    this.counts = new EnumMap<>(states);
    for (S state : states.getEnumConstants()) {
      Map<I, Count> row = new EnumMap<>(inputs);
      for (I input : inputs.getEnumConstants()) {
        row.put(input, new Count());
      }
      counts.put(state, row);
    }
  }

  /** How often a pair was met. */
  private static final class Count {
    private long value;
  }

  /** Says why a pair cannot be met. */
  void unreachable(S state, I input, String why) {
    unreachable.put(List.of(state, input), why);
  }

  void count(S state, I input) {
    Map<I, Count> row = counts.get(state);
    Count count = row == null ? null : row.get(input);
    if (count == null) {
      throw new IllegalArgumentException("there is no " + state + " × " + input);
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
          boolean excluded = unreachable.containsKey(List.of(state, input));
          if (met == surprising && excluded == surprising) {
            found.add(title + ": " + state + " × " + input);
          }
        }));
    return found;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("%-14s".formatted(title));
    counts.values().iterator().next().keySet().forEach(i -> text.append("%15s".formatted(i)));
    counts.forEach((state, row) -> {
      text.append("\n%-14s".formatted(state));
      row.forEach((input, count) -> {
        boolean excluded = count.value == 0 && unreachable.containsKey(List.of(state, input));
        text.append("%15s".formatted(excluded ? "–" : count.value));
      });
    });
    unreachable.forEach(
        (pair, why) -> text.append("\n  – %s × %s: %s".formatted(pair.get(0), pair.get(1), why)));
    return text.toString();
  }
}
