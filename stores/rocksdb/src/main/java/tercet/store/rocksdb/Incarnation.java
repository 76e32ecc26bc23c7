package tercet.store.rocksdb;

import java.nio.ByteBuffer;

/** How often the store was opened. */
final class Incarnation {
  private Incarnation() {}

  /** Counts an opening. It is on disk before anything is served. */
  static long next(RocksDatabase database) {
    byte[] last = database.get(Fact.INCARNATION);
    long next = last == null ? 1 : ByteBuffer.wrap(last).getLong() + 1;
    database.put(Fact.INCARNATION, ByteBuffer.allocate(Long.BYTES).putLong(next).array());
    return next;
  }
}
