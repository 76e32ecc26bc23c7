package tercet.testing.verifier.bench;

import java.util.List;

/**
 * The result of a {@link RatioTest}.
 *
 * @param rounds in the order of time; the books of the last are compared
 * @param open checkouts at half the rate that the shop can do, in an open loop
 */
public record RatioResult(List<Round> rounds, BenchRun open) {
  public RatioResult {
    rounds = List.copyOf(rounds);
  }

  /** The median of the rounds' ratios: each is of two measurements of about the same time. */
  public double ratio() {
    return Median.of(rounds.stream().mapToDouble(Round::ratio));
  }

  /** True if the shop has kept everything that it acknowledged. */
  public boolean isRight() {
    return rounds.getLast().checkout().books().isRight() && open.books().isRight();
  }

  /** The last round and the open loop. */
  public List<BenchRun> runs() {
    return List.of(rounds.getLast().noop(), rounds.getLast().checkout(), open);
  }
}
