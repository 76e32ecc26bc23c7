package tercet.kernel.id;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which shard owns which key. Each service's keys are hashed over the same number of shards, fixed
 * when the data is made.
 */
public final class Shards {
  private final int count;
  private final Map<Service, List<ShardId>> byService = new EnumMap<>(Service.class);

  /**
   * @param count shards of each service, at least 1
   */
  public Shards(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one shard is needed, not " + count);
    }
    this.count = count;
    for (Service service : Service.values()) {
      List<ShardId> shards = new ArrayList<>(count);
      for (int index = 0; index < count; index++) {
        shards.add(new ShardId(service, index));
      }
      byService.put(service, List.copyOf(shards));
    }
  }

  /** Shards of each service. */
  public int count() {
    return count;
  }

  /** All shards of a service, by index. */
  public List<ShardId> of(Service service) {
    return byService.getOrDefault(service, List.of());
  }

  /** All shards of all services. */
  public List<ShardId> all() {
    return byService.values().stream().flatMap(List::stream).toList();
  }

  public ShardId of(BalanceId id) {
    return shard(id.service(), id.value());
  }

  public ShardId of(OrderId id) {
    return shard(Service.ORDER, id.value());
  }

  /** The shard of the order service that remembers the first request with an Idempotency-Key. */
  public ShardId ofIdempotencyKey(String idempotencyKey) {
    return shard(Service.ORDER, idempotencyKey);
  }

  private ShardId shard(Service service, String id) {
    return of(service).get((int) (Integer.toUnsignedLong(hash(id)) % count));
  }

  /**
   * Part of the stored format: a key must find its shard again in every version. FNV-1a over UTF-16
   * code units, then the finalizer of MurmurHash3 (both in the public domain), because FNV alone
   * leaves the low bits of short decimal ids uneven.
   */
  private static int hash(String id) {
    int hash = 0x811c9dc5;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x01000193;
    }
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }
}
