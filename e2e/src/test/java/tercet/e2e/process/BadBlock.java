package tercet.e2e.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A bit that has gone bad on the disk of an embedded store that is stopped. */
final class BadBlock {
  private static final int BIT = 8;

  /** Balances and orders. A bad block of records that every start reads refuses the start. */
  private static final String FAMILY = "state";

  private BadBlock() {}

  /**
   * Flips a bit in the middle of the largest sorted file of balances and orders.
   *
   * @param data folder of the store
   * @return the file
   */
  static Path makeIn(Path data) throws IOException, RocksDBException {
    Path file = largest(data.resolve("records"));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= BIT;
    Files.write(file, bytes);
    return file;
  }

  private static Path largest(Path records) throws RocksDBException {
    RocksDB.loadLibrary();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (Options names = new Options();
        DBOptions options = new DBOptions();
        RocksDB rocks =
            RocksDB.openReadOnly(
                options,
                records.toString(),
                RocksDB.listColumnFamilies(names, records.toString()).stream()
                    .map(ColumnFamilyDescriptor::new)
                    .toList(),
                handles)) {
      LiveFileMetaData largest =
          rocks.getLiveFilesMetaData().stream()
              .filter(file -> FAMILY.equals(text(file.columnFamilyName())))
              .max(Comparator.comparingLong(LiveFileMetaData::size))
              .orElseThrow();
      handles.forEach(ColumnFamilyHandle::close);
      return records.resolve(largest.fileName().substring(1));
    }
  }

  private static String text(byte[] name) {
    return new String(name, StandardCharsets.UTF_8);
  }
}
