package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.kernel.balance.Account;
import tercet.kernel.command.Answer;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.dedupe.DedupeRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.codec.RecordCodec;
import tercet.runtime.store.Commit;
import tercet.testing.contract.MovableClock;
import tercet.testing.testbed.server.Await;

/**
 * Records that are kept for a day are dropped when they have expired, by nothing but the horizon.
 */
final class DailyRecordsTest {
  private static final ShardId shard = new ShardId(Service.PAYMENT, 0);
  private static final Duration day = Duration.ofDays(1);
  private static final Duration patience = Duration.ofSeconds(60);
  private static final int COMMITS = 200;
  private static final int PER_COMMIT = 500;

  @TempDir Path folder;

  private final MovableClock clock = new MovableClock();

  private static RocksDbSettings settings() {
    RocksDbSettings usual = RocksDbSettings.defaults();
    return new RocksDbSettings(
        1 << 20,
        usual.checkpointRecords(),
        usual.checkpointAfter(),
        usual.cacheBytes(),
        usual.blockCacheBytes(),
        Duration.ofSeconds(1),
        Duration.ZERO);
  }

  private RocksDbStore open() {
    return RocksDbStore.open(folder.resolve("data"), 1, settings(), clock);
  }

  private static Key key(String id) {
    return new Key(RecordKind.ANSWER, shard, id);
  }

  private static DedupeRecord answered(String id, Instant expiresAt) {
    return new DedupeRecord(new Answer.Created(id), expiresAt);
  }

  private static @Nullable StoredRecord get(RocksDbStore store, Key key) {
    return store.commit(List.of(key), view -> new Commit<>(Map.of(), new Seen(view.get(key)))).it();
  }

  private record Seen(@Nullable StoredRecord it) {}

  private static Instant horizon(RocksDbStore store) {
    return store.commit(List.of(), view -> new Commit<>(Map.of(), view.horizon()));
  }

  /** By the age in its bytes a record is a year old; by the horizon it is valid for a day. */
  @Test
  void compactionsDropNothingByTheAgeOfARecord() {
    Key key = key("old");
    try (RocksDbStore store = open()) {
      put(store, Map.of(new Key(RecordKind.ACCOUNT, shard, "a"), new Account(Amount.ZERO, 1)));
    }
    try (RocksDatabase database = database()) {
      List<Path> before = sortedFiles();
      ingest(database, key, Duration.ofDays(365));
      List<Path> its = sortedFiles().stream().filter(file -> !before.contains(file)).toList();
      AtomicInteger others = new AtomicInteger();
      Await.until(
          "its file is compacted",
          patience,
          () -> {
            // RocksDB looks for files to compact when something new comes.
            ingest(database, key("another " + others.getAndIncrement()), Duration.ZERO);
            return sortedFiles().stream().noneMatch(its::contains);
          });
    }
    try (RocksDbStore store = open()) {
      assertNotNull(get(store, key), "it is valid for a day");
      clock.move(day.multipliedBy(2));
      Await.until("it is dropped", patience, () -> get(store, key) == null);
      assertTrue(horizon(store).isAfter(clock.instant().minus(day)));
    }
  }

  @Test
  void whatWasWrittenAgainSinceItExpiredIsKept() {
    Key key = key("again");
    try (RocksDbStore store = open()) {
      put(store, Map.of(key, answered("first", clock.instant().plusSeconds(1))));
    }
    try (RocksDbStore store = open()) {
      put(store, Map.of(key, answered("second", clock.instant().plus(day))));
      put(store, Map.of(key("other"), answered("x", clock.instant().plusSeconds(1))));
    }
    try (RocksDbStore store = open()) {
      clock.move(Duration.ofHours(1));
      Await.until("another one is dropped", patience, () -> get(store, key("other")) == null);
      assertEquals(
          answered("second", clock.instant().plus(day).minus(Duration.ofHours(1))),
          get(store, key));
    }
    try (RocksDbStore store = open()) {
      assertNotNull(get(store, key));
    }
  }

  /** A hundred thousand records, more than one look reads, expire and leave the disk. */
  @Test
  void diskIsFreedWhenAllHaveExpired() {
    try (RocksDbStore store = open()) {
      for (int number = 0; number < COMMITS; number++) {
        Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
        for (int i = 0; i < PER_COMMIT; i++) {
          String id = number + "-" + i;
          changes.put(key(id), answered(id, clock.instant().plus(day)));
        }
        put(store, changes);
      }
    }
    long before = size();
    try (RocksDbStore store = open()) {
      clock.move(day.multipliedBy(2));
      for (int number = 0; number < COMMITS; number++) {
        String id = number + "-0";
        Await.until(id + " is dropped", patience, () -> get(store, key(id)) == null);
      }
    }
    // RocksDB looks for files to compact when it opens them.
    Await.until(
        "the disk is freed",
        patience,
        () -> {
          try (RocksDbStore store = open()) {
            assertNull(get(store, key("0-0")));
            put(store, Map.of(key("new"), answered("new", clock.instant().plus(day))));
            return size() < before / 4;
          }
        });
  }

  private static void put(RocksDbStore store, Map<Key, @Nullable StoredRecord> changes) {
    boolean done = store.commit(changes.keySet(), view -> new Commit<>(changes, true));
    assertTrue(done);
  }

  private long size() {
    return sortedFiles().stream().mapToLong(file -> file.toFile().length()).sum();
  }

  private List<Path> sortedFiles() {
    try (Stream<Path> files = Files.list(folder.resolve("data").resolve("records"))) {
      return files.filter(file -> file.toString().endsWith(".sst")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RocksDatabase database() {
    Path data = folder.resolve("data");
    return RocksDatabase.open(
        data.resolve("records"), settings(), new FailStop(data), false, new DamagedFiles(data));
  }

  /** Brings a record that is valid for a day, with another age in its bytes. */
  private void ingest(RocksDatabase database, Key key, Duration age) {
    ByteWriter name = new ByteWriter(64);
    KeyCodec.write(name, key);
    ByteWriter value = new ByteWriter(64);
    RecordCodec.write(value, answered(key.id(), clock.instant().plus(day)));
    int length = value.toBytes().length;
    value.writeBytes(FileContent.age());
    byte[] aged = value.toBytes();
    ByteBuffer bytes = ByteBuffer.wrap(aged).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(length, bytes.getInt(length) - (int) age.toSeconds());
    Path file = folder.resolve(key.id() + ".sst");
    database.ingest(Family.DAILY, file, writer -> writer.put(name.toBytes(), aged));
  }
}
