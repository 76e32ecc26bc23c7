package tercet.store.rocksdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Breaks files. */
final class Damage {
  private static final int BLOCK = 32 << 10;
  private static final int HEADER = 7;

  private Damage() {}

  static String message(Exception thrown) {
    return String.valueOf(thrown.getMessage());
  }

  static void copy(Path from, Path to) throws IOException {
    for (Path path : walk(from)) {
      Path copy = to.resolve(from.relativize(path));
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
      } else if (!path.startsWith(from.resolve("native"))) {
        Files.copy(path, copy);
      }
    }
  }

  static void delete(Path folder) throws IOException {
    for (Path path : walk(folder).reversed()) {
      Files.delete(path);
    }
  }

  private static List<Path> walk(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.toList();
    }
  }

  /** The largest file of the database with such a name. */
  static String file(Path folder, String name) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("records"))) {
      Path found =
          all.filter(path -> String.valueOf(path.getFileName()).matches(name))
              .max(Comparator.comparingLong(path -> path.toFile().length()))
              .orElseThrow();
      return String.valueOf(found.getFileName());
    }
  }

  /** The largest sorted file of a family. */
  static Path file(Path folder, Family family) throws RocksDBException {
    Path records = folder.resolve("records");
    try (DatabaseOptions options = DataCheck.options(folder)) {
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      try (RocksDB rocks =
          RocksDB.openReadOnly(
              options.database(), records.toString(), options.descriptors(), handles)) {
        LiveFileMetaData largest =
            rocks.getLiveFilesMetaData().stream()
                .filter(file -> DataCheck.family(file.columnFamilyName()) == family)
                .max(Comparator.comparingLong(LiveFileMetaData::size))
                .orElseThrow();
        handles.forEach(ColumnFamilyHandle::close);
        return records.resolve(largest.fileName().substring(1));
      }
    }
  }

  /** Something in a folder with such a name. */
  static String name(Path folder, String name) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> String.valueOf(path.getFileName()))
          .filter(found -> found.matches(name))
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * Flips bits of a byte.
   *
   * @return the bytes of the file now
   */
  static byte[] flip(Path file, long at, int bits) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int before = bytes.read();
      bytes.seek(at);
      bytes.write(before ^ bits);
    }
    return Files.readAllBytes(file);
  }

  /** Where the last fragment of a log begins. */
  static long lastFragment(RandomAccessFile log) throws IOException {
    long at = (log.length() - 1) / BLOCK * BLOCK;
    while (true) {
      log.seek(at + 4);
      long next = at + HEADER + (log.read() | log.read() << 8);
      if (next >= log.length()) {
        return at;
      }
      at = next;
    }
  }
}
