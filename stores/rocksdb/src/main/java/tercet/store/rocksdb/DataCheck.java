package tercet.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.codec.RecordCodec;

/**
 * Reads everything in a data folder that no process serves: it verifies every checksum, looks for
 * commits that are missing in the journal, and decodes every record. It changes nothing.
 */
public final class DataCheck {
  /** More of them would say nothing new. */
  private static final int NEWER_NAMED_MAX = 1_000;

  private final Path folder;
  private final Path records;
  private final int shards;
  private final List<String> lines = new ArrayList<>();
  private final Map<RecordKind, Long> counts = new EnumMap<>(RecordKind.class);
  private int damages;
  private long newer;

  private DataCheck(Path folder, Path records, int shards) {
    this.folder = folder;
    this.records = records;
    this.shards = shards;
  }

  /**
   * Checks a folder.
   *
   * @throws DataRefusedException if it cannot be checked: it is in use, or no data folder
   */
  public static DataReport run(Path folder) {
    try {
      int shards = FolderMeta.shards(folder);
      try (DataFolder claimed = DataFolder.claim(folder, shards)) {
        NativeLibrary.load(claimed.nativeLibrary());
        DataCheck check = new DataCheck(folder, claimed.records(), shards);
        check.run(claimed.checkLogs());
        return new DataReport(check.lines, check.damages, check.newer);
      }
    } catch (IOException e) {
      throw DataRefusedException.unreadable(folder, e);
    }
  }

  private void run(LogsCheck logs) {
    for (LogsCheck.Problem problem : logs.problems()) {
      damaged("File %s: %s.".formatted(problem.file(), problem.what()));
    }
    lines.add("The journal holds %,d commits.".formatted(logs.writes().commits()));
    if (!logs.problems().isEmpty() && logs.isAcceptable()) {
      lines.add(logs.rest());
    }
    if (!logs.isAcceptable()) {
      lines.add("The sorted files cannot be read without these. Put back a backup of the folder.");
      return;
    }
    try (DatabaseOptions options = options(folder)) {
      if (!logs.problems().isEmpty()) {
        options.readWhatCanBeRead();
      }
      readDatabase(options);
    } catch (RocksDBException e) {
      damaged("The database cannot be opened: %s.".formatted(e.getMessage()));
    }
    counts.forEach((kind, count) -> lines.add("%,d records of kind %s.".formatted(count, kind)));
  }

  static DatabaseOptions options(Path folder) {
    return new DatabaseOptions(RocksDbSettings.defaults(), new DamagedFiles(folder).listener());
  }

  private void readDatabase(DatabaseOptions options) throws RocksDBException {
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (RocksDB rocks =
        RocksDB.openReadOnly(
            options.database(), records.toString(), options.descriptors(), handles)) {
      for (LiveFileMetaData file : rocks.getLiveFilesMetaData()) {
        readFile(options, file);
      }
      readJournal(rocks, handles.get(DatabaseOptions.position(Family.JOURNAL)));
      readJournal(rocks, handles.get(DatabaseOptions.position(Family.RECENT)));
      handles.forEach(ColumnFamilyHandle::close);
    }
  }

  static @Nullable Family family(byte[] name) {
    String text = new String(name, UTF_8);
    for (Family family : Family.values()) {
      if (family.familyName().equals(text)) {
        return family;
      }
    }
    return null;
  }

  private void readFile(DatabaseOptions options, LiveFileMetaData meta) {
    Family family = family(meta.columnFamilyName());
    Path file = records.resolve(meta.fileName().substring(1));
    boolean ofRecords = family != null && family != Family.JOURNAL && family != Family.RECENT;
    int before = damages;
    try (Options fileOptions = options.file(family == null ? Family.JOURNAL : family);
        SstFileReader reader = new SstFileReader(fileOptions);
        ReadOptions reads = new ReadOptions().setFillCache(false)) {
      reader.open(file.toString());
      String broken = checksums(reader);
      if (ofRecords || broken != null) {
        new ReadableEntries(
                () -> reader.newIterator(reads),
                meta.largestKey(),
                (key, value) -> {
                  if (ofRecords) {
                    decode(file, key, Arrays.copyOf(value, value.length - Integer.BYTES));
                  }
                },
                (after, until) -> unreadable(file, ofRecords, after, until, meta))
            .visitAll();
      }
      if (broken != null && damages == before) {
        damaged("File %s: %s. All its records can be read.".formatted(file, broken));
      }
    } catch (RocksDBException e) {
      damaged("File %s cannot be read: %s.".formatted(file, e.getMessage()));
      unreadable(file, ofRecords, null, null, meta);
    }
  }

  private static @Nullable String checksums(SstFileReader reader) {
    try {
      reader.verifyChecksum();
      return null;
    } catch (RocksDBException e) {
      return e.getMessage();
    }
  }

  private void unreadable(
      Path file,
      boolean ofRecords,
      byte @Nullable [] after,
      byte @Nullable [] until,
      LiveFileMetaData meta) {
    if (ofRecords) {
      damaged(
          "File %s: records from %s to %s cannot be read."
              .formatted(
                  file,
                  after == null
                      ? "and with " + KeyCodec.describe(meta.smallestKey())
                      : "behind " + KeyCodec.describe(after),
                  until == null
                      ? "and with " + KeyCodec.describe(meta.largestKey())
                      : "before " + KeyCodec.describe(until)));
    } else {
      damaged("File %s: a part of the journal cannot be read.".formatted(file));
    }
  }

  private void decode(Path file, byte[] key, byte[] record) {
    try {
      Key found = KeyCodec.read(new ByteReader(key));
      RecordCodec.read(new ByteReader(record));
      counts.merge(found.kind(), 1L, Long::sum);
      if (found.shard().index() >= shards) {
        damaged(
            "File %s: %s is of a shard that does not exist."
                .formatted(file, KeyCodec.describe(key)));
      }
    } catch (MalformedBytesException e) {
      unreadable("File " + file, key, e);
    }
  }

  private void readJournal(RocksDB rocks, ColumnFamilyHandle handle) throws RocksDBException {
    try (ReadOptions reads = new ReadOptions().setFillCache(false);
        var iterator = rocks.newIterator(handle, reads)) {
      for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
        byte[] value = iterator.value();
        String commit = "Commit %d of the journal".formatted(numberOf(iterator.key()));
        try {
          CommitBytes.readAll(
              Arrays.copyOf(value, value.length - Integer.BYTES),
              (key, why) -> unreadable(commit, key, why));
        } catch (MalformedBytesException e) {
          damaged("%s: %s.".formatted(commit, e.getMessage()));
        }
      }
      iterator.status();
    }
  }

  private static long numberOf(byte[] key) {
    return key.length == Long.BYTES ? Journal.numberOf(key) : RecentRecords.numberOf(key);
  }

  /** Every byte is as it was written, or a checksum would have failed. */
  private void unreadable(String where, byte[] key, MalformedBytesException why) {
    if (!why.isOfNewerVersion()) {
      damaged("%s: %s: %s.".formatted(where, KeyCodec.describe(key), why.getMessage()));
    } else if (newer++ < NEWER_NAMED_MAX) {
      lines.add(
          "%s: %s is of a newer version. %s."
              .formatted(where, KeyCodec.describe(key), why.getMessage()));
    }
  }

  private void damaged(String line) {
    damages++;
    lines.add(line);
  }
}
