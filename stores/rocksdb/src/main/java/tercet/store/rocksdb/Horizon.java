package tercet.store.rocksdb;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The expiry horizon: everything that expired at or before it may be gone. It is on disk before
 * anything is dropped, and it never goes back, also over a restart. Safe for threads.
 */
final class Horizon {
  private final RocksDatabase database;
  private final ReentrantReadWriteLock raising = new ReentrantReadWriteLock();
  private volatile Instant horizon;

  /** Reads the horizon of earlier processes; {@link Instant#EPOCH} if they dropped nothing. */
  Horizon(RocksDatabase database) {
    this.database = database;
    byte[] found = database.get(Fact.HORIZON);
    this.horizon =
        found == null ? Instant.EPOCH : Instant.ofEpochMilli(ByteBuffer.wrap(found).getLong());
  }

  Instant get() {
    return horizon;
  }

  /**
   * Raises it, unless it is later already or must stay for now. It is durable before {@link #get}
   * tells it.
   *
   * @param to in whole milliseconds
   */
  void raise(Instant to) {
    if (to.isAfter(horizon) && raising.writeLock().tryLock()) {
      try {
        write(to);
      } finally {
        raising.writeLock().unlock();
      }
    }
  }

  /**
   * Lowers it, which only a person may decide: records that expired before the old horizon are
   * gone, and are needed again.
   */
  void lower(Instant to) {
    raising.writeLock().lock();
    try {
      if (to.isBefore(horizon)) {
        write(to);
      }
    } finally {
      raising.writeLock().unlock();
    }
  }

  /** It is durable before {@link #get} tells it. */
  private void write(Instant to) {
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(to.toEpochMilli()).array();
    database.put(Fact.HORIZON, value);
    horizon = to;
  }

  /** While it is held the horizon stays. */
  Lock stay() {
    return raising.readLock();
  }
}
