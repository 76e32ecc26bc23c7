package tercet.store.rocksdb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.codec.RecordCodec;

/**
 * Drops records that are kept for a day from the sorted files once they have expired. Each pass
 * reads all of them by key, some at each look, so that checkpoints need not wait. Nothing is
 * dropped before a horizon at or after its expiry is durable. For the thread that makes
 * checkpoints.
 */
final class DailyExpiry {
  /** A look takes some 50 ms. At one look per second, a pass over 10 million takes 10 minutes. */
  private static final int ENTRIES_PER_LOOK = 20_000;

  private final RocksDatabase database;
  private final CheckpointedRecords kept;
  private final DamagedFiles damagedFiles;
  private final Duration passEvery;
  private Instant lastPass = Instant.EPOCH;

  /** Where the pass goes on; null if none is under way. */
  private byte @Nullable [] position;

  private boolean damaged;

  /**
   * @param passEvery how far time goes on between the beginnings of two passes
   */
  DailyExpiry(
      RocksDatabase database,
      CheckpointedRecords kept,
      DamagedFiles damagedFiles,
      Duration passEvery) {
    this.database = database;
    this.kept = kept;
    this.damagedFiles = damagedFiles;
    this.passEvery = passEvery;
  }

  /**
   * Looks at the next records of a pass, or begins a pass when it is time.
   *
   * @param target to which the horizon may be raised
   */
  void look(Instant target, Horizon horizon) {
    byte[] from = position;
    if (from == null) {
      if (damaged || target.isBefore(lastPass.plus(passEvery))) {
        return;
      }
      lastPass = target;
      from = new byte[0];
    }
    List<byte[]> expired = new ArrayList<>();
    byte[] next = read(from, target, expired);
    if (!expired.isEmpty()) {
      horizon.raise(target);
      if (horizon.get().isBefore(target)) {
        position = from; // a decision keeps the horizon where it is; the next look tries again
        return;
      }
      database.delete(Family.DAILY, expired);
      expired.forEach(kept::dropped);
    }
    // The next checkpoint moves the deletions into files, where they are compacted. A flush of this
    // family alone would leave two journals, and a missing first one would go unnoticed.
    position = next;
  }

  /** Collects expired records; returns where to go on, or null at the end. */
  private byte @Nullable [] read(byte[] from, Instant target, List<byte[]> expired) {
    try {
      return database.scanSome(
          Family.DAILY,
          from,
          ENTRIES_PER_LOOK,
          (key, value) -> {
            if (hasExpired(key, value, target)) {
              expired.add(key);
            }
          });
    } catch (DamagedBlockException e) {
      // Records behind the damage stay until the files are repaired.
      damaged = true;
      damagedFiles.note(String.valueOf(e.getMessage()));
      database.stopCompacting();
      return null;
    }
  }

  /** An unreadable record stays, and one of an unknown kind. */
  private static boolean hasExpired(byte[] key, byte[] value, Instant target) {
    try {
      KeyCodec.read(new ByteReader(key));
      return RecordCodec.read(new ByteReader(value)) instanceof StoredRecord.Expiring expiring
          && !expiring.expiresAt().isAfter(target);
    } catch (MalformedBytesException e) {
      return false;
    }
  }
}
