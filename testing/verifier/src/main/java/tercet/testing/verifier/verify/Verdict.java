package tercet.testing.verifier.verify;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import tercet.testing.verifier.contention.ContentionResult;

/**
 * The result of a {@link Verification}.
 *
 * @param base address of the shop
 * @param settleMax how long it might take to be right
 * @param seed that asks the same again
 * @param contests in the order of time
 */
public record Verdict(URI base, Duration settleMax, long seed, List<ContentionResult> contests) {
  public Verdict {
    contests = List.copyOf(contests);
  }

  public boolean isRight() {
    return contests.stream().allMatch(ContentionResult::isWon);
  }

  /** The number of errors. */
  public long discrepancies() {
    return contests.stream().mapToLong(contest -> contest.discrepancies().size()).sum();
  }
}
