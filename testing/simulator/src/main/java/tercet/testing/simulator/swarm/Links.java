package tercet.testing.simulator.swarm;

import java.util.SplittableRandom;

/**
 * How messages travel.
 *
 * @param latencyMillisMin of a message that nothing happens to
 * @param latencyMillisMax of a message that nothing happens to
 * @param lateMillisMax by how much a delayed one is late
 * @param outageMillisMax how long a partition lasts
 * @param faultsWithinServer whether what a server sends to itself can be lost, delayed and doubled
 *     too, as over a broker
 * @param bytes whether messages travel as bytes, as between real processes
 */
public record Links(
    int latencyMillisMin,
    int latencyMillisMax,
    int lateMillisMax,
    int outageMillisMax,
    boolean faultsWithinServer,
    boolean bytes) {

  static Links draw(SplittableRandom random) {
    Draw draw = new Draw(random);
    int latencyMin = draw.oneOf(0, 0, 1, 5);
    return new Links(
        latencyMin,
        latencyMin + draw.oneOf(0, 1, 10, 40),
        draw.chance(0.5) ? draw.log(10, 500) : draw.log(500, 20_000),
        draw.log(20, 5_000),
        draw.chance(0.5),
        draw.chance(0.25));
  }
}
