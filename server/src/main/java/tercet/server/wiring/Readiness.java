package tercet.server.wiring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tercet.gateway.NodeHealth;
import tercet.gateway.NodeHealth.Phase;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;

/**
 * Whether this node wants requests. Its own state decides. A service that it misses elsewhere is
 * named, and does not make it unready: otherwise one dead payment node would take all gateways out
 * of their load balancer. Safe for any thread.
 */
final class Readiness implements Supplier<NodeHealth> {
  /** A node that has just started reaches the others within this time, if they are there. */
  private static final Duration MEETING_MAX = Duration.ofSeconds(10);

  /**
   * Within which the others reach it, also if it has moved to another address: a name server may
   * tell the old one for half a minute. Until then answers would not find it.
   */
  private static final Duration MOVING_MAX = Duration.ofMinutes(1);

  /** Load balancers ask more often: the slowest default among them is 30 s. */
  private static final Duration WATCHED_WITHIN = Duration.ofMinutes(1);

  private final List<ShardId> shards;
  private final Predicate<ShardId> reaches;
  private final BooleanSupplier isReached;
  private final BooleanSupplier storeAnswers;
  private volatile Phase phase = Phase.STARTING;
  private volatile boolean metAll;
  private volatile boolean asked;
  private volatile long askedAt;
  private volatile long openedAt;

  /**
   * @param shards of all services
   * @param reaches whether a node that serves the shard can be reached, as far as is known
   * @param isReached whether every node that can be reached has reached this one
   * @param storeAnswers whether this node's own store does
   */
  Readiness(
      Shards shards,
      Predicate<ShardId> reaches,
      BooleanSupplier isReached,
      BooleanSupplier storeAnswers) {
    this.shards = shards.all();
    this.reaches = reaches;
    this.isReached = isReached;
    this.storeAnswers = storeAnswers;
  }

  /** The ports are open. */
  void open() {
    openedAt = System.nanoTime();
    phase = Phase.UP;
  }

  /** From now on the node wants no more requests. */
  void stop() {
    phase = Phase.STOPPING;
  }

  /** Whether a probe has asked within the last minute. */
  boolean isWatched() {
    return asked && System.nanoTime() - askedAt < WATCHED_WITHIN.toNanos();
  }

  /** The answer to a probe. */
  @Override
  public NodeHealth get() {
    askedAt = System.nanoTime();
    asked = true;
    if (phase != Phase.UP) {
      return NodeHealth.of(phase);
    }
    List<ShardId> missed = shards.stream().filter(shard -> !reaches.test(shard)).toList();
    if (missed.size() == shards.size()) {
      return NodeHealth.of(Phase.CUT_OFF);
    }
    boolean met = hasMet(missed.isEmpty());
    return met ? new NodeHealth(Phase.UP, sentences(missed)) : NodeHealth.of(Phase.STARTING);
  }

  /** Whether it has spoken with the others, both ways, or has waited long enough for that. */
  private boolean hasMet(boolean reachesAll) {
    if (!metAll) {
      boolean reached = isReached.getAsBoolean();
      Duration patience = reached ? MEETING_MAX : MOVING_MAX;
      metAll = reached && reachesAll;
      return metAll || System.nanoTime() - openedAt >= patience.toNanos();
    }
    return true;
  }

  private List<String> sentences(List<ShardId> missed) {
    List<String> sentences = new ArrayList<>();
    for (Service service : Service.values()) {
      long count = missed.stream().filter(shard -> shard.service() == service).count();
      if (count > 0) {
        sentences.add(
            "No node of %s can be reached for %d of its %d shards."
                .formatted(
                    service.name().toLowerCase(Locale.ROOT),
                    count,
                    shards.size() / Service.values().length));
      }
    }
    if (!storeAnswers.getAsBoolean()) {
      sentences.add("The store of this node does not answer.");
    }
    return sentences;
  }
}
