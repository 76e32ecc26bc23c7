package tercet.kernel.id;

import org.jspecify.annotations.Nullable;

/**
 * The unit of ownership, ordering and atomicity: one slice of one service's keys.
 *
 * @param service whose keys
 * @param index from 0, below the number of shards of a service
 */
public record ShardId(Service service, int index) {
  public ShardId {
    if (index < 0) {
      throw new IllegalArgumentException("a shard's index is never negative: " + index);
    }
  }

  /** By hand, as every key has one. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ShardId shard && index == shard.index && service == shard.service);
  }

  /** The same in every run, unlike the one that a record with an enum gets by default. */
  @Override
  public int hashCode() {
    return service.number() * 31 + index;
  }

  @Override
  public String toString() {
    return service + "/" + index;
  }
}
