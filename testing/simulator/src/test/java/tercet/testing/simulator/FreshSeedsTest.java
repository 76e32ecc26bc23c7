package tercet.testing.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Other seeds for every commit, so that over time many are seen. */
final class FreshSeedsTest {
  /** {@code -Dtercet.seeds.seconds=3600} is the long form. */
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("tercet.seeds.seconds", 60));

  @Test
  void seedsOfThisCommitBreakNoPromise() {
    long seed = seedOf(Revision.current());
    System.out.printf("seeds of commit %s: %d and following%n", Revision.current(), seed);
    Options options = Lines.options("", seed).lasting(TIME);
    assertTrue(new Simulation(options, System.out).run());
  }

  private static long seedOf(String commit) {
    return commit.matches("[0-9a-f]{40}")
        ? Long.parseUnsignedLong(commit.substring(0, 15), 16)
        : System.nanoTime() >>> 1;
  }
}
