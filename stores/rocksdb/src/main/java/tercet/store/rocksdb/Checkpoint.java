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
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.codec.ByteReader;
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

  private final RocksDatabase database;
  private final CheckpointedRecords kept;
  private final Journal journal;
  private final Lock exclusive;
  private final Path incoming;
  private long files;

  /**
   * @param exclusive no commit is under way while it is held
   * @param incoming folder for files that are being written
   */
  Checkpoint(
      RocksDatabase database,
      CheckpointedRecords kept,
      Journal journal,
      Lock exclusive,
      Path incoming) {
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
    private final byte @Nullable [] record;

    Line(byte[] key, byte @Nullable [] record) {
      long start = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        start = start << Byte.SIZE | (i < key.length ? key[i] & 0xff : 0);
      }
      this.prefix = start;
      this.key = key;
      this.record = record;
    }

    @Override
    public int compareTo(Line other) {
      int byPrefix = Long.compareUnsigned(prefix, other.prefix);
      return byPrefix != 0 ? byPrefix : Arrays.compareUnsigned(key, other.key);
    }
  }

  /**
   * Writes the changes in the journal of an earlier process. To be called before the first one of
   * this process is made.
   *
   * @param before number of the first commit of this process
   */
  void write(CommitIndex recovered, long before) {
    Map<Family, List<Line>> lines = new EnumMap<>(Family.class);
    ByteWriter aged = new ByteWriter(RECORD_BYTES);
    recovered.forEach((key, record) -> {
      aged.clear();
      aged.writeBytes(record);
      FileContent.writeAge(aged);
      Family family = Family.of(KeyCodec.peekKind(new ByteReader(key)));
      lines(lines, family).add(new Line(key, record.length == 0 ? null : aged.toBytes()));
    });
    lines.forEach(this::write);
    kept.thawRecovered();
    cutJournal(before);
  }

  /**
   * Sets aside the changes to be written. Commits wait meanwhile, as long as the slowest commit
   * under way takes.
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
   * The changes that a checkpoint writes.
   *
   * @param before number of the first commit that it does not cover
   */
  record Frozen(Map<Key, CheckpointedRecords.Version> records, long before) {}

  /** Writes the changes that were set aside. Commits go on meanwhile. */
  void write(Frozen frozen) {
    Map<Family, List<Line>> lines = new EnumMap<>(Family.class);
    ByteWriter name = new ByteWriter(KEY_BYTES);
    ByteWriter aged = new ByteWriter(RECORD_BYTES);
    frozen
        .records()
        .forEach((key, version) -> {
          name.clear();
          KeyCodec.write(name, key);
          StoredRecord stored = version.stored();
          if (stored != null) {
            aged.clear();
            RecordCodec.write(aged, stored);
            FileContent.writeAge(aged);
          }
          lines(lines, Family.of(key.kind()))
              .add(new Line(name.toBytes(), stored == null ? null : aged.toBytes()));
        });
    lines.forEach(this::write);
    kept.thaw();
    cutJournal(frozen.before());
  }

  private static List<Line> lines(Map<Family, List<Line>> lines, Family family) {
    return lines.computeIfAbsent(family, none -> new ArrayList<>());
  }

  private void write(Family family, List<Line> lines) {
    lines.sort(null);
    Path file = incoming.resolve(family.familyName() + "-" + files++ + ".sst");
    database.ingest(family, file, writer -> write(lines, writer));
  }

  private static void write(List<Line> lines, SstFileWriter file) throws RocksDBException {
    for (Line line : lines) {
      if (line.record == null) {
        file.delete(line.key);
      } else {
        file.put(line.key, line.record);
      }
    }
  }

  private void cutJournal(long before) {
    journal.deleteBefore(before);
    database.flush(Family.JOURNAL, Family.RECENT, Family.DAILY);
  }
}
