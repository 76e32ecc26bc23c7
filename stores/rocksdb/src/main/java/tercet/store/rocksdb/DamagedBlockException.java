package tercet.store.rocksdb;

import org.rocksdb.RocksDBException;

/** A part of a sorted file does not match its checksum. */
final class DamagedBlockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DamagedBlockException(RocksDBException cause) {
    super(cause.getMessage(), cause);
  }
}
