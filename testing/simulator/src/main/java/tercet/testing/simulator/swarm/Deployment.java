package tercet.testing.simulator.swarm;

import java.util.SplittableRandom;
import tercet.kernel.id.Service;

/**
 * The processes, and which of them serves which shard.
 *
 * @param servers processes; each is a gateway too
 * @param lanesPerServer threads that serve the shards of one store in a process
 * @param shards of each service
 * @param stores which server has which
 * @param spansShards whether one commit may change several shards
 * @param bytes whether stores keep records as bytes, as real ones do, rather than as they are
 * @param placement which shards are together
 * @param stepDelayMillisMax the longest time between an input's arrival and its batch, by server 0;
 *     each further server is up to {@code slowdownMax} times slower
 * @param slowdownMax at least 1
 */
public record Deployment(
    int servers,
    int lanesPerServer,
    int shards,
    Stores stores,
    boolean spansShards,
    boolean bytes,
    Placement placement,
    int stepDelayMillisMax,
    int slowdownMax) {

  /** Which server has which store. */
  public enum Stores {
    /** Each server has one of its own, which another one can open when it is dead. */
    OWN,
    /** One for all, in which any server may serve any shard. */
    SHARED,
    /** The same, but one for each service. */
    SHARED_BY_SERVICE
  }

  /** Which shards are together. */
  public enum Placement {
    /** Each shard anywhere. */
    RANDOM,
    /** Each service on servers of its own, as far as there are enough. */
    BY_SERVICE
  }

  static Deployment draw(SplittableRandom random) {
    Draw draw = new Draw(random);
    Deployment drawn =
        new Deployment(
            random.nextInt(1, 6),
            random.nextInt(1, 4),
            draw.oneOf(1, 1, 2, 3, 4, 8),
            draw.chance(0.4) ? Stores.SHARED : Stores.OWN,
            draw.chance(0.5),
            draw.chance(0.25),
            draw.chance(0.7) ? Placement.RANDOM : Placement.BY_SERVICE,
            draw.oneOf(0, 1, 5, 20),
            draw.oneOf(1, 1, 5, 20));
    return drawn.sharedStore() && draw.chance(0.35) ? drawn.with(Stores.SHARED_BY_SERVICE) : drawn;
  }

  private Deployment with(Stores changed) {
    return new Deployment(
        servers,
        lanesPerServer,
        shards,
        changed,
        spansShards,
        bytes,
        placement,
        stepDelayMillisMax,
        slowdownMax);
  }

  /** Whether servers share stores. */
  public boolean sharedStore() {
    return stores != Stores.OWN;
  }

  /** How many stores there are. */
  public int storeCount() {
    return switch (stores) {
      case OWN -> servers;
      case SHARED -> 1;
      case SHARED_BY_SERVICE -> Service.values().length;
    };
  }

  /** The longest time that any server takes to come to the next batch, in milliseconds. */
  int slowest() {
    return stepDelayMillisMax * slowdownMax;
  }
}
