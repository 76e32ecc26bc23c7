package tercet.store.rocksdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;
import tercet.kernel.Key;
import tercet.kernel.Stored;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.codec.RecordCodec;

/**
 * Brings the sorted files up to date with the journal, so that the journal can begin anew. If it
 * dies at any point, the next start reads a journal that covers all that it had written.
 */
final class Checkpoint {
  private static final int KEY_BYTES = 64;
  private static final int RECORD_BYTES = 512;

  private final Database database;
  private final KeptRecords kept;
  private final Journal journal;
  private final Lock exclusive;
  private final Path incoming;
  private long files;

  /**
   * @param exclusive no commit is under way while it is held
   * @param incoming folder for files that are being written
   */
  Checkpoint(Database database, KeptRecords kept, Journal journal, Lock exclusive, Path incoming) {
    this.database = database;
    this.kept = kept;
    this.journal = journal;
    this.exclusive = exclusive;
    this.incoming = incoming;
  }

  /** A record on its way into a file. */
  private static final class Line implements Comparable<Line> {
    /** The first bytes of the key, so that most comparisons need not look further. */
    private final long prefix;

    private final byte[] key;

    /** Null if it was deleted. */
    private final @Nullable Stored stored;

    Line(byte[] key, @Nullable Stored stored) {
      long start = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        start = start << Byte.SIZE | (i < key.length ? key[i] & 0xff : 0);
      }
      this.prefix = start;
      this.key = key;
      this.stored = stored;
    }

    @Override
    public int compareTo(Line other) {
      int byPrefix = Long.compareUnsigned(prefix, other.prefix);
      return byPrefix != 0 ? byPrefix : Arrays.compareUnsigned(key, other.key);
    }
  }

  /**
   * Sets aside what is to be written. Commits wait meanwhile; it takes as long as the slowest of
   * those that are under way.
   */
  Frozen freeze() {
    exclusive.lock();
    try {
      return new Frozen(kept.freeze(), journal.cut());
    } finally {
      exclusive.unlock();
    }
  }

  /**
   * What a checkpoint writes.
   *
   * @param before number of the first commit that it does not cover
   */
  record Frozen(Map<Key, KeptRecords.Version> records, long before) {}

  /** Writes what was set aside. Commits go on meanwhile. */
  void write(Frozen frozen) {
    Map<Family, List<Line>> lines = new EnumMap<>(Family.class);
    ByteWriter name = new ByteWriter(KEY_BYTES);
    frozen
        .records()
        .forEach((key, version) ->
            lines
                .computeIfAbsent(Family.of(key.kind()), family -> new ArrayList<>())
                .add(line(name, key, version.stored())));
    lines.forEach(this::write);
    kept.thaw();
    journal.deleteBefore(frozen.before());
    database.flush(Family.JOURNAL, Family.RECENT);
  }

  private static Line line(ByteWriter name, Key key, @Nullable Stored stored) {
    name.clear();
    KeyCodec.write(name, key);
    return new Line(name.toBytes(), stored);
  }

  private void write(Family family, List<Line> lines) {
    lines.sort(null);
    Path file = incoming.resolve(family.familyName() + "-" + files++ + ".sst");
    database.ingest(family, file, writer -> write(lines, writer));
  }

  private static void write(List<Line> lines, SstFileWriter file) throws RocksDBException {
    ByteWriter value = new ByteWriter(RECORD_BYTES);
    for (Line line : lines) {
      if (line.stored == null) {
        file.delete(line.key);
      } else {
        value.clear();
        RecordCodec.write(value, line.stored);
        Database.writeAge(value);
        file.put(line.key, value.toBytes());
      }
    }
  }
}
