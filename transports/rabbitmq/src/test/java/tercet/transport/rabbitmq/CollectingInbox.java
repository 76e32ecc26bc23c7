package tercet.transport.rabbitmq;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Inbox;

/** Takes what comes, as texts, and decides it at once; a shard may have no room. */
final class CollectingInbox implements Inbox {
  final Map<ShardId, Set<String>> ofShards = new ConcurrentHashMap<>();
  final Set<String> ofNode = ConcurrentHashMap.newKeySet();
  private final Map<ShardId, CountDownLatch> noRoom = new ConcurrentHashMap<>();

  /** A shard that has no room until the latch opens. */
  void noRoomFor(ShardId shard, CountDownLatch until) {
    noRoom.put(shard, until);
  }

  Set<String> of(ShardId shard) {
    return ofShards.getOrDefault(shard, Set.of());
  }

  @Override
  public BooleanSupplier fromShard(ShardId shard, byte[] batch) {
    try {
      noRoom.getOrDefault(shard, new CountDownLatch(0)).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ofShards
        .computeIfAbsent(shard, anew -> ConcurrentHashMap.newKeySet())
        .add(RabbitScene.text(batch));
    return () -> true;
  }

  @Override
  public void forNode(byte[] batch) {
    ofNode.add(RabbitScene.text(batch));
  }
}
