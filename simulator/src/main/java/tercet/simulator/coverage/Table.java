package tercet.simulator.coverage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often each input met each state. */
final class Table<S extends Enum<S>, I extends Enum<I>> {
  private final String title;
  private final S[] states;
  private final I[] inputs;
  private final long[][] counts;
  private final Map<List<Enum<?>>, String> unreachable = new LinkedHashMap<>();

  Table(String title, S[] states, I[] inputs) {
    this.title = title;
    this.states = states.clone();
    this.inputs = inputs.clone();
    this.counts = new long[states.length][inputs.length];
  }

  /** Says why a pair cannot be met. */
  void unreachable(S state, I input, String why) {
    unreachable.put(List.of(state, input), why);
  }

  void count(S state, I input) {
    counts[state.ordinal()][input.ordinal()]++;
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
    for (S state : states) {
      for (I input : inputs) {
        boolean met = counts[state.ordinal()][input.ordinal()] > 0;
        boolean excluded = unreachable.containsKey(List.of(state, input));
        if (met == surprising && excluded == surprising) {
          found.add(title + ": " + state + " × " + input);
        }
      }
    }
    return found;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("%-14s".formatted(title));
    for (I input : inputs) {
      text.append("%15s".formatted(input));
    }
    for (S state : states) {
      text.append("\n%-14s".formatted(state));
      for (I input : inputs) {
        long count = counts[state.ordinal()][input.ordinal()];
        boolean excluded = count == 0 && unreachable.containsKey(List.of(state, input));
        text.append("%15s".formatted(excluded ? "–" : count));
      }
    }
    unreachable.forEach(
        (pair, why) -> text.append("\n  – %s × %s: %s".formatted(pair.get(0), pair.get(1), why)));
    return text.toString();
  }
}
