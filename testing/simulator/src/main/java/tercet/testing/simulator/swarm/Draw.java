package tercet.testing.simulator.swarm;

import java.time.Duration;
import java.util.SplittableRandom;

/** Ways to draw. */
record Draw(SplittableRandom random) {
  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int oneOf(int... values) {
    return values[random.nextInt(values.length)];
  }

  /** Between both, each order of magnitude as likely as any other. */
  int log(int from, int to) {
    return (int) Math.round(from * Math.pow((double) to / from, random.nextDouble()));
  }

  /** Milliseconds between both, each order of magnitude as likely as any other. */
  Duration millis(int from, int to) {
    return Duration.ofMillis(log(from, to));
  }
}
