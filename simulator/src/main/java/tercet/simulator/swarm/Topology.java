package tercet.simulator.swarm;

import java.util.SplittableRandom;

/**
 * The processes, and who serves what.
 *
 * @param servers processes; each is a gateway too
 * @param lanesPerServer threads that serve the shards of one store in a process
 * @param shards of each service
 * @param sharedStore one store for all, in which any server may serve any shard; otherwise each
 *     server has a store of its own, which another one can open when it is dead
 * @param spansShards whether one commit may change several shards
 * @param bytes whether stores keep records as bytes, as real ones do, rather than as they are
 * @param placement which shards are together
 * @param stepDelayMillisMax the longest time between an input's arrival and its batch, by server 0;
 *     each further server is up to {@code slowdownMax} times slower
 * @param slowdownMax at least 1
 */
public record Topology(
    int servers,
    int lanesPerServer,
    int shards,
    boolean sharedStore,
    boolean spansShards,
    boolean bytes,
    Placement placement,
    int stepDelayMillisMax,
    int slowdownMax) {

  /** Which shards are together. */
  public enum Placement {
    /** Each shard anywhere. */
    RANDOM,
    /** Each service on servers of its own, as far as there are enough. */
    BY_SERVICE
  }

  static Topology draw(SplittableRandom random) {
    Draw draw = new Draw(random);
    return new Topology(
        random.nextInt(1, 6),
        random.nextInt(1, 4),
        draw.oneOf(1, 1, 2, 3, 4, 8),
        draw.chance(0.4),
        draw.chance(0.5),
        draw.chance(0.25),
        draw.chance(0.7) ? Placement.RANDOM : Placement.BY_SERVICE,
        draw.oneOf(0, 1, 5, 20),
        draw.oneOf(1, 1, 5, 20));
  }

  /** The longest time that any server takes to come to the next batch, in milliseconds. */
  int slowest() {
    return stepDelayMillisMax * slowdownMax;
  }
}
