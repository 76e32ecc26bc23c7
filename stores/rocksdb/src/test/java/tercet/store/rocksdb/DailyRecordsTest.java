package tercet.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.codec.ByteWriter;

/** Records that are kept for a day are dropped from the files when they are old enough. */
final class DailyRecordsTest {
  private static final byte[] old = "old".getBytes(UTF_8);
  private static final byte[] fresh = "fresh".getBytes(UTF_8);
  private static final byte[] content = "content".getBytes(UTF_8);
  private static final Duration patience = Duration.ofSeconds(30);

  @TempDir Path folder;

  @BeforeEach
  void loadLibrary() {
    NativeLibrary.load(folder);
  }

  @Test
  void oldFilesAreLookedThroughAndOldRecordsAreDropped() {
    RocksDbSettings defaults = RocksDbSettings.defaults();
    RocksDbSettings settings =
        new RocksDbSettings(
            defaults.checkpointBytes(),
            defaults.checkpointRecords(),
            defaults.checkpointAfter(),
            defaults.cacheBytes(),
            defaults.blockCacheBytes(),
            Duration.ZERO, // dropped after an hour
            defaults.leapBelievedAfter());
    try (Database database =
        Database.open(
            folder.resolve("records"),
            settings,
            new FailStop(folder),
            false,
            new DamagedFiles(folder))) {
      for (Family family : new Family[] {Family.DAILY, Family.STATE}) {
        put(database, family, fresh, withAge());
        put(database, family, old, withAge(Duration.ofHours(2)));
        assertArrayEquals(content, database.get(family, old));
      }
      long end = System.nanoTime() + patience.toNanos();
      for (int files = 0; database.get(Family.DAILY, old) != null; files++) {
        assertTrue(System.nanoTime() < end, "it was never dropped");
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        // RocksDB looks for old files when something new comes.
        put(database, Family.DAILY, ("another " + files).getBytes(UTF_8), withAge());
      }
      assertArrayEquals(content, database.get(Family.DAILY, fresh));
      assertArrayEquals(content, database.get(Family.STATE, fresh));
      assertNotNull(database.get(Family.STATE, old));
    }
  }

  private void put(Database database, Family family, byte[] key, byte[] value) {
    Path file = folder.resolve(family.familyName() + new String(key, UTF_8) + ".sst");
    database.ingest(family, file, writer -> writer.put(key, value));
  }

  private static byte[] withAge() {
    ByteWriter value = new ByteWriter(16);
    value.writeBytes(content);
    Database.writeAge(value);
    return value.toBytes();
  }

  private static byte[] withAge(Duration age) {
    byte[] value = withAge();
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(content.length, bytes.getInt(content.length) - (int) age.toSeconds());
    return value;
  }
}
