package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.WriteOptions;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.KeyCodec;

/**
 * Makes a new database of the readable part of a damaged one. The damaged one is moved into a
 * folder beside it and stays as it was.
 */
public final class DataRepair {
  private static final String FRESH = "records.repaired";
  private static final byte[] LAST_KEY = lastKey();

  private final DataFolder claimed;
  private final List<String> lines = new ArrayList<>();
  private long kept;
  private final CommitsBeforeDamage commits = new CommitsBeforeDamage();

  /** A range of keys that cannot be read: between two keys, or from the first, or to the last. */
  private static final class Lost {
    private final byte @Nullable [] after;
    private final byte @Nullable [] before;

    Lost(byte @Nullable [] after, byte @Nullable [] before) {
      this.after = after;
      this.before = before;
    }

    boolean has(byte[] key) {
      return (after == null || Arrays.compareUnsigned(key, after) > 0)
          && (before == null || Arrays.compareUnsigned(key, before) < 0);
    }
  }

  private DataRepair(DataFolder claimed) {
    this.claimed = claimed;
  }

  /**
   * Repairs a folder.
   *
   * @return the list of lost records; the database is whole then
   * @throws DataRefusedException if it cannot be repaired; nothing was changed
   */
  public static DataReport run(Path folder) {
    try {
      int shards = FolderMeta.shards(folder);
      List<String> lines = new ArrayList<>();
      LogsCheck logs;
      try (DataFolder claimed = DataFolder.claim(folder, shards)) {
        logs = claimed.checkLogs();
      }
      if (!logs.problems().isEmpty()) {
        RocksDbStore.openAcceptingLoss(
                folder, shards, RocksDbSettings.defaults(), InstantSource.system())
            .close();
        logs.problems()
            .forEach(
                problem -> lines.add("File %s: %s.".formatted(problem.file(), problem.what())));
        lines.add(logs.rest());
      }
      try (DataFolder claimed = DataFolder.claim(folder, shards)) {
        NativeLibrary.load(claimed.nativeLibrary());
        DataRepair repair = new DataRepair(claimed);
        repair.rebuild();
        lines.addAll(repair.lines);
      }
      return new DataReport(lines, 0, 0);
    } catch (IOException | RocksDBException e) {
      throw new DataRefusedException(
          ("The data folder %s cannot be repaired: %s. All files are still there, in it or in a"
                  + " folder damaged-… within. Put back a backup of the folder.")
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private void rebuild() throws IOException, RocksDBException {
    Path fresh = claimed.path().resolve(FRESH);
    FileCopy.delete(fresh);
    List<ColumnFamilyHandle> from = new ArrayList<>();
    List<ColumnFamilyHandle> to = new ArrayList<>();
    try (DatabaseOptions reading = DataCheck.options(claimed.path());
        DatabaseOptions writing = DataCheck.options(claimed.path());
        RocksDB old =
            RocksDB.openReadOnly(
                reading.database(), claimed.records().toString(), reading.descriptors(), from);
        RocksDB made =
            RocksDB.open(writing.database(), fresh.toString(), writing.descriptors(), to)) {
      for (int position = 0; position < from.size(); position++) {
        copy(old, from.get(position), made, to.get(position), reading);
      }
      raiseIncarnation(made, to.getFirst());
      if (commits.answersAreLost()) {
        raiseHorizon(made, to.getFirst());
      }
      try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
        made.flush(waiting, to);
      }
      from.forEach(ColumnFamilyHandle::close);
      to.forEach(ColumnFamilyHandle::close);
    }
    Path aside = claimed.aside();
    Files.createDirectories(aside);
    Files.move(claimed.records(), aside.resolve("records"));
    Files.move(fresh, claimed.records());
    Files.deleteIfExists(claimed.path().resolve(DamagedFiles.NOTE));
    Durable.sync(aside);
    Durable.sync(claimed.path());
    lines.add("%,d entries are kept. The damaged database is in %s.".formatted(kept, aside));
  }

  /** In a value that TtlDB reads, which ends with its age. If the count is lost, by the time. */
  private static void raiseIncarnation(RocksDB made, ColumnFamilyHandle facts)
      throws RocksDBException {
    byte[] last = made.get(facts, Fact.INCARNATION.key());
    long raised =
        last == null
            ? System.currentTimeMillis() / 1_000
            : ByteBuffer.wrap(last).getLong() + AcceptedLoss.INCARNATIONS_SKIPPED;
    put(made, facts, Fact.INCARNATION, raised);
  }

  /** No message may take effect that a lost answer or tombstone would have refused. */
  private static void raiseHorizon(RocksDB made, ColumnFamilyHandle facts) throws RocksDBException {
    byte[] last = made.get(facts, Fact.HORIZON.key());
    long before = last == null ? Long.MIN_VALUE : ByteBuffer.wrap(last).getLong();
    put(made, facts, Fact.HORIZON, Math.max(before, System.currentTimeMillis()));
  }

  private static void put(RocksDB made, ColumnFamilyHandle facts, Fact fact, long number)
      throws RocksDBException {
    ByteWriter value = new ByteWriter(Long.BYTES + Integer.BYTES);
    value.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    value.writeBytes(FileContent.age());
    made.put(facts, fact.key(), value.toBytes());
  }

  private void copy(
      RocksDB old,
      ColumnFamilyHandle from,
      RocksDB made,
      ColumnFamilyHandle to,
      DatabaseOptions options)
      throws RocksDBException {
    try (ReadOptions reads = new ReadOptions().setFillCache(false);
        WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
      Family family = DataCheck.family(from.getName());
      RocksDatabase.Visitor keep =
          (key, value) -> {
            if (commits.mayKeep(family, key)) {
              put(made, to, unlogged, key, value);
            }
          };
      List<Lost> ranges = new ArrayList<>();
      new ReadableEntries(
              () -> old.newIterator(from, reads),
              LAST_KEY,
              keep,
              (after, before) -> {
                ranges.add(new Lost(after, before));
                commits.damaged(family, after);
              })
          .visitAll();
      if (family == Family.JOURNAL) {
        if (commits.areLost()) {
          lines.add(commits.line());
        }
        return;
      }
      for (Lost range : ranges) {
        lines.add(
            "Records %s %s are lost, except those that another file holds."
                .formatted(
                    range.after == null
                        ? "from the first on"
                        : "behind " + KeyCodec.describe(range.after),
                    range.before == null
                        ? "to the last"
                        : "before " + KeyCodec.describe(range.before)));
        rescue(old, from, range, keep, options);
      }
    }
  }

  private void put(
      RocksDB made, ColumnFamilyHandle to, WriteOptions unlogged, byte[] key, byte[] value) {
    try {
      made.put(to, unlogged, key, value);
      kept++;
    } catch (RocksDBException e) {
      throw new DataRefusedException("Writing failed: " + e.getMessage(), e);
    }
  }

  /** Keeps records within a damaged range whose last version is in a file that is well. */
  private void rescue(
      RocksDB old,
      ColumnFamilyHandle from,
      Lost range,
      RocksDatabase.Visitor keep,
      DatabaseOptions options)
      throws RocksDBException {
    for (LiveFileMetaData meta : old.getLiveFilesMetaData()) {
      Family family = DataCheck.family(meta.columnFamilyName());
      if (family == null || !Arrays.equals(meta.columnFamilyName(), from.getName())) {
        continue;
      }
      try (Options fileOptions = options.file(family);
          SstFileReader reader = new SstFileReader(fileOptions);
          ReadOptions reads = new ReadOptions().setFillCache(false)) {
        reader.open(claimed.records().resolve(meta.fileName().substring(1)).toString());
        new ReadableEntries(
                () -> reader.newIterator(reads),
                meta.largestKey(),
                (key, value) -> {
                  if (range.has(key)) {
                    keepIfReadable(old, from, key, keep);
                  }
                },
                (after, before) -> {})
            .visitAll();
      } catch (RocksDBException e) {
        lines.add("Nothing of file %s can be read.".formatted(meta.fileName()));
      }
    }
  }

  private static void keepIfReadable(
      RocksDB old, ColumnFamilyHandle from, byte[] key, RocksDatabase.Visitor keep) {
    try {
      byte[] value = old.get(from, key);
      if (value != null) {
        keep.visit(key, value);
      }
    } catch (RocksDBException e) {
      // Its last version is in the damaged place; an older one must not come back.
    }
  }

  private static byte[] lastKey() {
    byte[] key = new byte[64];
    Arrays.fill(key, (byte) 0xff);
    return key;
  }
}
