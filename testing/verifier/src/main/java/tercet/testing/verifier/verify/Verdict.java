package tercet.testing.verifier.verify;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import tercet.testing.verifier.contention.ContentionResult;
import tercet.testing.verifier.shop.Oddity;

/**
 * The result of a {@link Verification}.
 *
 * @param base address of the shop
 * @param settleMax how long it might take to be right
 * @param seed that asks the same again
 * @param contests in the order of time
 * @param oddities of the shop's answers, which change nothing about the verdict
 */
public record Verdict(
    URI base,
    Duration settleMax,
    long seed,
    List<ContentionResult> contests,
    List<Oddity> oddities) {
  public Verdict {
    contests = List.copyOf(contests);
    oddities = List.copyOf(oddities);
  }

  /** True if everything was tested, and nothing is wrong. */
  public boolean isRight() {
    return contests.stream().allMatch(ContentionResult::isWon);
  }

  /** True if every contest was played and judged whole. */
  public boolean isFinished() {
    return contests.stream().allMatch(ContentionResult::isFinished);
  }

  /** The number of errors. */
  public long discrepancies() {
    return contests.stream().mapToLong(contest -> contest.discrepancies().size()).sum();
  }
}
