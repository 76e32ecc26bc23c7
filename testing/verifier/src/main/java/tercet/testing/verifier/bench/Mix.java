package tercet.testing.verifier.bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Which calls a load has, and how often.
 *
 * @param weights parts of the whole, each above 0; not empty
 */
public record Mix(Map<LoadCall, Integer> weights) {
  private static final int WEIGHT_MAX = 1_000_000;

  public Mix {
    if (weights.isEmpty() || weights.values().stream().anyMatch(w -> w < 1 || w > WEIGHT_MAX)) {
      throw new IllegalArgumentException("a mix has calls with weights above 0, not " + weights);
    }
    weights = Collections.unmodifiableMap(new EnumMap<>(weights));
  }

  /** Nothing but this. */
  public static Mix of(LoadCall call) {
    return new Mix(Map.of(call, 1));
  }

  /**
   * Reads {@code checkout} or {@code checkout=60,find-item=40}.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  public static Mix parse(String text) {
    Map<LoadCall, Integer> weights = new EnumMap<>(LoadCall.class);
    for (String part : text.split(",", -1)) {
      String[] sides = part.strip().split("=", -1);
      if (sides.length > 2 || (sides.length == 2 && !sides[1].matches("[1-9]\\d{0,5}"))) {
        throw new IllegalArgumentException("'%s' is not like checkout=60".formatted(part));
      }
      weights.put(call(sides[0]), sides.length == 1 ? 1 : Integer.parseInt(sides[1]));
    }
    return new Mix(weights);
  }

  private static LoadCall call(String word) {
    return Arrays.stream(LoadCall.values())
        .filter(call -> call.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is no call of a mix; there are %s"
                    .formatted(
                        word,
                        Arrays.stream(LoadCall.values())
                            .map(LoadCall::word)
                            .collect(Collectors.joining(", ")))));
  }

  /** How much of the load is this call, 0 to 1. */
  double share(LoadCall call) {
    return weights.getOrDefault(call, 0) / (double) total();
  }

  private int total() {
    return weights.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Calls in proportion to their weights, in no order, to be drawn from by index. */
  Drawing drawing() {
    int total = total();
    int[] ends = new int[weights.size()];
    LoadCall[] calls = new LoadCall[weights.size()];
    int end = 0;
    int at = 0;
    for (Map.Entry<LoadCall, Integer> entry : weights.entrySet()) {
      end += entry.getValue();
      ends[at] = end;
      calls[at++] = entry.getKey();
    }
    return random -> {
      int drawn = calls.length == 1 ? 0 : random.nextInt(total);
      int i = 0;
      while (ends[i] <= drawn) {
        i++;
      }
      return calls[i];
    };
  }

  /** Draws calls. */
  @FunctionalInterface
  interface Drawing {
    LoadCall next(RandomGenerator random);
  }

  /** The mix on the command line. */
  @Override
  public String toString() {
    return weights.size() == 1
        ? weights.keySet().iterator().next().word()
        : weights.entrySet().stream()
            .map(entry -> entry.getKey().word() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
  }
}
