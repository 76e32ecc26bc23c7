package tercet.testing.verifier.bench;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one kind of call went.
 *
 * @param byCode requests by the status of their answer, or by the way in which they broke: {@code
 *     reset}, {@code ended}, {@code timed-out} or {@code malformed}
 * @param latency of all complete answers
 */
public record Outcome(SortedMap<String, Long> byCode, Latency latency) {
  public Outcome {
    byCode = Collections.unmodifiableSortedMap(new TreeMap<>(byCode));
  }

  /** Answers with 2xx. */
  public long ok() {
    return count('2');
  }

  /** Answers with 4xx. */
  public long refused() {
    return count('4');
  }

  /** Everything else. */
  public long failed() {
    return inAll() - ok() - refused();
  }

  public long inAll() {
    return byCode.values().stream().mapToLong(Long::longValue).sum();
  }

  private long count(char firstDigit) {
    return byCode.entrySet().stream()
        .filter(entry -> entry.getKey().charAt(0) == firstDigit)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
