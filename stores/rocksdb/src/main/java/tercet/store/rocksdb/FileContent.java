package tercet.store.rocksdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** Fills a sorted file. */
@FunctionalInterface
interface FileContent {
  /**
   * @param file takes keys in ascending order; values end with {@link #age}
   */
  void write(SstFileWriter file) throws RocksDBException;

  /**
   * The end of a value that goes into a sorted file directly. TtlDB ends every value with the
   * second of its writing, four bytes, the lowest first, but only if the value passes through it.
   * Nothing is decided by it; it is a part of the format.
   */
  static byte[] age() {
    int seconds = (int) (System.currentTimeMillis() / 1_000);
    return ByteBuffer.allocate(Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(seconds)
        .array();
  }
}
