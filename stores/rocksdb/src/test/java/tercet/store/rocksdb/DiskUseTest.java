package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.saga.Debited;
import tercet.kernel.transaction.Origin;
import tercet.kernel.transaction.Tombstone;
import tercet.runtime.store.Commit;

/** The disk space of the store depends on its present records, not on past ones. */
final class DiskUseTest {
  private static final ShardId shard = new ShardId(Service.PAYMENT, 0);
  private static final int COMMITS = 1_000;
  private static final int PER_COMMIT = 500;
  private static final long BYTES_MAX = 40 << 20;

  @TempDir Path folder;

  /** A million records that end, and a balance that changes each time. */
  @Test
  void folderAndMemoryStaySmallWhateverHistoryThereWas() throws IOException {
    FastClock clock = new FastClock(100);
    RocksDbSettings settings =
        RocksDbSettings.defaults().believingLeaps().withCheckpointBytes(8 << 20);
    long written;
    long largest = 0;
    try (RocksDbStore store = RocksDbStore.open(folder, 1, settings, clock)) {
      for (int number = 0; number < COMMITS; number++) {
        commit(store, changes(number, clock.instant()));
        largest = number % 50 == 0 ? Math.max(largest, size()) : largest;
      }
      written = store.statistics().journalBytes();
      assertTrue(store.statistics().openRecords() <= 2 * PER_COMMIT, store.statistics()::toString);
    }
    assertTrue(written > 2 * BYTES_MAX, "too little was written: " + written);
    long most = largest;

    assertTrue(most < BYTES_MAX, () -> most + " bytes at most");
    assertTrue(size() < BYTES_MAX, () -> size() + " bytes at the end");
    try (RocksDbStore store = RocksDbStore.open(folder, 1, settings, clock)) {
      assertEquals(new Account(new Amount(COMMITS - 1), 1), read(store, account()));
    }
  }

  private static Map<Key, @Nullable StoredRecord> changes(int number, Instant now) {
    Map<Key, @Nullable StoredRecord> changes = new HashMap<>();
    Instant expiresAt = now.plus(Duration.ofSeconds(3));
    for (int i = 0; i < PER_COMMIT; i++) {
      String id = number + "-" + i + "-0123456789-0123456789";
      changes.put(
          new Key(RecordKind.RECENT_ANSWER, shard, id),
          new DedupeRecord(new Answer.Created(id), expiresAt));
      changes.put(new Key(RecordKind.PARTICIPATION, shard, id), debited(id, now));
      String before = number - 1 + "-" + i + "-0123456789-0123456789";
      changes.put(
          new Key(RecordKind.PARTICIPATION, shard, before), new Tombstone.Settled(expiresAt));
      changes.put(new Key(RecordKind.TRANSACTION, shard, id), debited(id, now));
      changes.put(new Key(RecordKind.TRANSACTION, shard, before), null);
    }
    changes.put(account(), new Account(new Amount(number), 1));
    return changes;
  }

  private static StoredRecord debited(String order, Instant now) {
    return new Debited(Origin.unknown(new OrderId(order), shard), List.of(), true, now, 1, now);
  }

  private static Key account() {
    return new Key(RecordKind.ACCOUNT, shard, "a");
  }

  private static void commit(RocksDbStore store, Map<Key, @Nullable StoredRecord> changes) {
    boolean done = store.commit(changes.keySet(), view -> new Commit<>(changes, true));
    assertTrue(done);
  }

  private static Object read(RocksDbStore store, Key key) {
    return store.commit(
        List.of(key),
        view -> {
          StoredRecord found = view.get(key);
          return new Commit<>(Map.of(), found == null ? "nothing" : found);
        });
  }

  private long size() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(DiskUseTest::size).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0; // a file that went away meanwhile: look again next time
    }
  }

  private static long size(Path file) {
    boolean counts = !file.toString().endsWith(".so");
    return counts ? file.toFile().length() : 0;
  }
}
