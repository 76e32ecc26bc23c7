package tercet.transport.redis;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import tercet.kernel.id.ShardId;
import tercet.runtime.broker.Inbox;

/** Counts what comes, and decides nothing until it is told to. */
final class ReceivingInbox implements Inbox {
  private final AtomicInteger fromShards = new AtomicInteger();
  private final AtomicInteger forNodes = new AtomicInteger();
  private volatile boolean decides;

  @Override
  public BooleanSupplier fromShard(ShardId shard, byte[] batch) {
    fromShards.incrementAndGet();
    return () -> decides;
  }

  @Override
  public void forNode(byte[] batch) {
    forNodes.incrementAndGet();
  }

  /** From now on all messages are decided. */
  void decide() {
    decides = true;
  }

  int fromShards() {
    return fromShards.get();
  }

  int forNodes() {
    return forNodes.get();
  }
}
