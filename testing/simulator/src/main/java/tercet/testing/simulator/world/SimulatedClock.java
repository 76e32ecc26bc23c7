package tercet.testing.simulator.world;

import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;

/**
 * A clock that is wrong by at most half of what two clocks may differ, so that any two differ by no
 * more than that, and no jump is longer; unless it jumps far.
 */
public final class SimulatedClock implements InstantSource {
  private final World world;
  private final long errorMillisMin;
  private final long errorMillisMax;
  private long errorMillis;

  SimulatedClock(World world, long skewMillisMax, SplittableRandom random) {
    this.world = world;
    this.errorMillisMin = -(skewMillisMax / 2);
    this.errorMillisMax = skewMillisMax + errorMillisMin;
    jump(random);
  }

  /** Half of the jumps go to an extreme: that is where mistakes are. */
  void jump(SplittableRandom random) {
    long drawn = random.nextLong(errorMillisMin, errorMillisMax + 1);
    long extreme = drawn < 0 ? errorMillisMin : errorMillisMax;
    errorMillis = random.nextBoolean() ? drawn : extreme;
  }

  /** Until it is put right, it is wrong by more than is allowed, by any order of magnitude. */
  void jumpFar(SplittableRandom random, long millisMax) {
    long far = Math.round(Math.pow((double) millisMax, random.nextDouble()));
    errorMillis = random.nextBoolean() ? errorMillisMin - far : errorMillisMax + far;
  }

  /** It is wrong by no more than is allowed. */
  void putRight() {
    errorMillis = Math.clamp(errorMillis, errorMillisMin, errorMillisMax);
  }

  @Override
  public Instant instant() {
    return World.START.plusMillis(world.now() + errorMillis);
  }

  long errorMillis() {
    return errorMillis;
  }

  /** The world's time when this clock shows an instant, if it does not jump before. */
  long timeOf(Instant instant) {
    return World.START.until(instant).toMillis() - errorMillis;
  }
}
