package tercet.testing.verifier.verify;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import tercet.testing.verifier.contest.ContestResult;

/**
 * What a {@link Verification} found.
 *
 * @param base address of the shop
 * @param settleMax how long it might take to be right
 * @param seed that asks the same again
 * @param contests in the order of time
 */
public record Verdict(URI base, Duration settleMax, long seed, List<ContestResult> contests) {
  public Verdict {
    contests = List.copyOf(contests);
  }

  public boolean isRight() {
    return contests.stream().allMatch(ContestResult::isWon);
  }

  /** How many things are wrong. */
  public long discrepancies() {
    return contests.stream().mapToLong(contest -> contest.discrepancies().size()).sum();
  }
}
