package tercet.store.rocksdb;

import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;
import tercet.runtime.codec.ByteWriter;

/** Fills a sorted file. */
@FunctionalInterface
interface FileContent {
  /**
   * @param file takes keys in ascending order; values end with {@link #writeAge}
   */
  void write(SstFileWriter file) throws RocksDBException;

  /**
   * Ends a value that goes into a sorted file directly. TtlDB ends every value with the second of
   * its writing, four bytes, the lowest first, but only if the value passes through it. Nothing is
   * decided by it; it is a part of the format.
   */
  static void writeAge(ByteWriter value) {
    int seconds = (int) (System.currentTimeMillis() / 1_000);
    for (int i = 0; i < Integer.BYTES; i++) {
      value.writeByte(seconds >>> (Byte.SIZE * i));
    }
  }
}
