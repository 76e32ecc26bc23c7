package tercet.store.rocksdb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Key;
import tercet.kernel.Stored;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.codec.RecordCodec;

/** Reads back into memory what the database holds: what one process left, the next one has. */
final class Recovery {
  private final Database database;
  private final KeptRecords kept;
  private final RecentRecords recent;
  private long lastNumber = -1;
  private long bytes;

  Recovery(Database database, KeptRecords kept, RecentRecords recent) {
    this.database = database;
    this.kept = kept;
    this.recent = recent;
  }

  /**
   * Reads everything.
   *
   * @return the journal, to go on with
   * @throws tercet.runtime.codec.MalformedBytesException if the data is damaged
   */
  Journal run(Instant now) {
    database.scan(
        Family.OPEN,
        (key, value) ->
            kept.addFromFile(
                KeyCodec.read(new ByteReader(key)), RecordCodec.read(new ByteReader(value))));
    database.scan(
        Family.JOURNAL,
        (key, value) -> {
          count(Journal.numberOf(key), value);
          CommitBytes.read(value, kept::change);
        });
    readRecent(now);
    return new Journal(database, kept, recent, lastNumber + 1, bytes);
  }

  /** Buckets come one after the other. */
  private void readRecent(Instant now) {
    Bucket bucket = new Bucket();
    Set<Long> over = new HashSet<>();
    database.scan(
        Family.RECENT,
        (key, value) -> {
          count(RecentRecords.numberOf(key), value);
          long number = RecentRecords.bucketOf(key);
          if (RecentRecords.isOver(number, now)) {
            over.add(number);
          } else {
            bucket.begin(number);
            CommitBytes.read(value, bucket::change);
          }
        });
    bucket.end();
    over.forEach(number -> RecentRecords.deleteOnDisk(number, database));
  }

  private void count(long number, byte[] value) {
    lastNumber = Math.max(lastNumber, number);
    bytes += value.length;
  }

  /** The bucket that is being read. */
  private final class Bucket {
    private final Map<Key, Stored.Expiring> records = new HashMap<>();
    private long number = Long.MIN_VALUE;

    void begin(long next) {
      if (next != number) {
        end();
        number = next;
      }
    }

    void change(Key key, @Nullable Stored stored) {
      if (stored instanceof Stored.Expiring expiring) {
        records.put(key, expiring);
      } else {
        records.remove(key);
      }
    }

    void end() {
      if (number == Long.MIN_VALUE) {
        return;
      }
      List<Key> keys = new ArrayList<>(records.size());
      records.forEach((key, stored) -> {
        recent.change(key, stored);
        keys.add(key);
      });
      recent.remember(number, keys);
      records.clear();
    }
  }
}
