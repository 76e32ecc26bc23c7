package tercet.store.rocksdb;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.store.StoreFailedException;

/**
 * Remembers that the store has failed. After the first failure the store refuses all use: only a
 * new start knows the disk's content.
 */
final class FailStop {
  private static final System.Logger LOG = System.getLogger(FailStop.class.getName());

  private final Path folder;
  private volatile @Nullable String failure;

  /**
   * @param folder to be named in messages
   */
  FailStop(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns if nothing has failed yet.
   *
   * @throws StoreFailedException the reason
   */
  void check() {
    String reason = failure;
    if (reason != null) {
      throw new StoreFailedException(reason);
    }
  }

  boolean hasFailed() {
    return failure != null;
  }

  /**
   * Stops the store for good.
   *
   * @param what the failed action, as the beginning of a sentence
   * @return to be thrown
   */
  StoreFailedException stop(String what, Exception cause) {
    String reason = what + " failed in the data folder " + folder + ". " + advice(cause);
    synchronized (this) {
      if (failure == null) {
        failure = reason;
        boolean isBug = cause instanceof IllegalStateException;
        LOG.log(System.Logger.Level.ERROR, reason, isBug ? cause : null);
      }
    }
    return new StoreFailedException(reason, cause);
  }

  /**
   * A read has failed. Damage stops nothing: a new start does not mend it.
   *
   * @return to be thrown
   */
  RuntimeException unreadable(RocksDBException cause) {
    return DamagedFiles.isDamage(cause) ? new DamagedBlockException(cause) : stop("Reading", cause);
  }

  private static String advice(Exception cause) {
    String detail = " (" + cause.getMessage() + ")";
    if (isDiskFull(cause)) {
      return "The disk is full: free some space and start again." + detail;
    }
    if (cause instanceof MalformedBytesException) {
      return "The data is damaged: put back a copy of it." + detail;
    }
    if (cause instanceof RocksDBException failed && DamagedFiles.isDamage(failed)) {
      return "A file of the database is damaged. Start again: acknowledged commits are kept, and"
          + " nothing is compacted until the damage is repaired; records in a damaged place"
          + " get 503. './tercet data check' names them."
          + detail;
    }
    if (cause instanceof RocksDBException) {
      return "Check the disk and start again: acknowledged commits are kept." + detail;
    }
    return "Start again: acknowledged commits are kept. This is a bug." + detail;
  }

  private static boolean isDiskFull(Exception cause) {
    if (cause instanceof RocksDBException failed) {
      Status status = failed.getStatus();
      if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
        return true;
      }
    }
    String message = cause.getMessage();
    return message != null && message.contains("No space left on device");
  }
}
