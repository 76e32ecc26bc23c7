package tercet.store.rocksdb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

  /** A part of a commit. */
  private static final class Part {
    private final long number;
    private final byte[] bytes;

    Part(long number, byte[] bytes) {
      this.number = number;
      this.bytes = bytes;
    }
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
    List<Part> parts = new ArrayList<>();
    database.scan(
        Family.JOURNAL,
        (key, value) -> {
          add(parts, Journal.numberOf(key), value);
          CommitBytes.readInMemory(value, kept);
        });
    if (!parts.isEmpty()) {
      kept.recover(index(parts));
    }
    kept.noteUnreadable();
  }

  private void readRecent(Instant horizon) {
    List<Part> parts = new ArrayList<>();
    Set<Long> buckets = new HashSet<>();
    Set<Long> over = new HashSet<>();
    database.scan(
        Family.RECENT,
        (key, value) -> {
          long bucket = RecentRecords.bucketOf(key);
          boolean isOver = RecentRecords.isOver(bucket, horizon);
          (isOver ? over : buckets).add(bucket);
          if (isOver) {
            lastNumber = Math.max(lastNumber, RecentRecords.numberOf(key));
          } else {
            add(parts, RecentRecords.numberOf(key), value);
          }
        });
    over.forEach(bucket -> RecentRecords.deleteOnDisk(bucket, database));
    recent.recover(index(parts), buckets);
  }

  private void add(List<Part> parts, long number, byte[] value) {
    parts.add(new Part(number, value));
    lastNumber = Math.max(lastNumber, number);
  }

  private static CommitIndex index(List<Part> parts) {
    long size = 0;
    for (Part part : parts) {
      size += part.bytes.length;
    }
    CommitIndex index = new CommitIndex(size);
    for (Part part : parts) {
      index.add(part.number, part.bytes);
    }
    return index;
  }
}
