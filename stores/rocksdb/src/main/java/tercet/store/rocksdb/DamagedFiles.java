package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.BackgroundErrorReason;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import tercet.kernel.id.Key;
import tercet.runtime.store.UnreadableRecordException;

/**
 * Remembers that sorted files are damaged, in a file of the data folder, until they are repaired.
 * Meanwhile nothing is compacted: a compaction that meets a damaged block ends all writing. Says
 * each damaged place once. Safe for threads.
 */
final class DamagedFiles {
  static final String NOTE = "records-damaged";
  private static final System.Logger LOG = System.getLogger(DamagedFiles.class.getName());
  private static final int PLACES_MAX = 1_000;

  private final Path folder;
  private final Set<String> places = ConcurrentHashMap.newKeySet();
  private final LongAdder reads = new LongAdder();

  DamagedFiles(Path folder) {
    this.folder = folder;
  }

  /** True if a cause is damage, not a failure of the disk. */
  static boolean isDamage(RocksDBException cause) {
    Status status = cause.getStatus();
    return status != null && status.getCode() == Status.Code.Corruption;
  }

  /** True if an earlier process has found damage that is not repaired. */
  boolean areKnown() {
    return Files.exists(folder.resolve(NOTE));
  }

  /** Says at a start what is known. */
  void warn() {
    LOG.log(
        System.Logger.Level.WARNING,
        "Sorted files in {0} are damaged. Requests for the affected records get 503"
            + " (record_damaged), all others are served, and nothing is compacted. {1}",
        folder,
        advice());
  }

  /**
   * A read met damage.
   *
   * @return to be thrown
   */
  UnreadableRecordException unreadable(Key key, Exception cause) {
    reads.increment();
    String message =
        "The record %s %s of shard %s/%d cannot be read: %s"
            .formatted(
                key.kind(), key.id(), key.shard().service(), key.shard().index(), what(cause));
    if (places.size() < PLACES_MAX && places.add(what(cause))) {
      LOG.log(
          System.Logger.Level.ERROR,
          message
              + ". Requests for the records of this place get 503 (record_damaged), all others"
              + " are served. "
              + advice());
    }
    return new UnreadableRecordException(key, cause);
  }

  private static String what(Exception cause) {
    return String.valueOf(cause.getMessage());
  }

  private String advice() {
    return "Stop the process and run './tercet data check --data %s': it names them all."
        .formatted(folder);
  }

  /** Remembers it for the next start. */
  void note(String what) {
    try {
      Path note = folder.resolve(NOTE);
      if (!Files.exists(note)) {
        Files.writeString(note, what + System.lineSeparator());
        Durable.sync(note);
        Durable.sync(folder);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The damage cannot be noted in {0}: {1}", folder, e);
    }
  }

  /** Reads that met damage, since the start. */
  long reads() {
    return reads.sum();
  }

  /** Hears what happens in the background. */
  AbstractEventListener listener() {
    return new AbstractEventListener(
        AbstractEventListener.EnabledEventCallback.ON_BACKGROUND_ERROR) {
      @Override
      public void onBackgroundError(BackgroundErrorReason reason, Status status) {
        if (reason == BackgroundErrorReason.COMPACTION
            && status.getCode() == Status.Code.Corruption) {
          note(String.valueOf(status.getState()));
        }
      }
    };
  }
}
