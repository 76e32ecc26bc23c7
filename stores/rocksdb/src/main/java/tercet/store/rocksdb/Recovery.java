package tercet.store.rocksdb;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import tercet.kernel.id.Key;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.codec.MalformedBytesException;

/** Reads the records of the database back into memory. */
final class Recovery {
  private final RocksDatabase database;
  private final CheckpointedRecords kept;
  private final RecentRecords recent;
  private final FailStop failStop;
  private long lastNumber = -1;

  Recovery(
      RocksDatabase database, CheckpointedRecords kept, RecentRecords recent, FailStop failStop) {
    this.database = database;
    this.kept = kept;
    this.recent = recent;
    this.failStop = failStop;
  }

  /**
   * Reads everything. The clock of this process may be earlier than that of the one before, so it
   * skips only records at or before the horizon, which that one may have dropped.
   *
   * @return the journal, to go on with
   * @throws tercet.runtime.codec.MalformedBytesException if the data is damaged
   */
  Journal run(Instant horizon) {
    database.scan(Family.OPEN, this::readOpen);
    readJournal();
    readRecent(horizon);
    return new Journal(database, kept, recent, failStop, lastNumber + 1);
  }

  /** Leaves alone a record of a kind that only a newer version knows. */
  private void readOpen(byte[] name, byte[] value) {
    Key key;
    try {
      key = KeyCodec.read(new ByteReader(name));
    } catch (MalformedBytesException newer) {
      kept.unknown(name, false, newer);
      return;
    }
    CommitBytes.readRecord(key, new ByteReader(value), kept);
  }

  private void readJournal() {
    CommitIndex index = new CommitIndex();
    database.scan(
        Family.JOURNAL,
        (key, value) -> {
          long number = Journal.numberOf(key);
          lastNumber = Math.max(lastNumber, number);
          index.add(number, value);
          CommitBytes.readInMemory(value, kept);
        });
    if (index.changeCount() > 0) {
      kept.recover(index);
    }
    kept.noteUnreadable();
  }

  private void readRecent(Instant horizon) {
    Set<Long> over = new HashSet<>();
    database.scan(
        Family.RECENT,
        (key, value) -> {
          long bucket = RecentRecords.bucketOf(key);
          long number = RecentRecords.numberOf(key);
          lastNumber = Math.max(lastNumber, number);
          if (RecentRecords.isOver(bucket, horizon)) {
            over.add(bucket);
          } else {
            recent.add(bucket, number, value);
          }
        });
    over.forEach(bucket -> RecentRecords.deleteOnDisk(bucket, database));
  }
}
