package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.balance.Account;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.saga.Debited;
import tercet.kernel.transaction.Origin;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.store.Commit;
import tercet.runtime.store.UnreadableRecordException;

/** A record of a type that no version so far has written, between others that are sound. */
final class UnreadableRecordTest {
  private static final ShardId SHARD = new Shards(1).of(Service.PAYMENT).getFirst();
  private static final Instant SOON = Instant.ofEpochMilli(1_000_000);
  private static final int UNKNOWN_TYPE = 255;

  @TempDir Path folder;

  /** Before this was so, the start ended with "there is no type of record 255", naming no key. */
  @ParameterizedTest
  @EnumSource(names = {"PARTICIPATION", "ACCOUNT", "ANSWER"})
  void everythingElseIsServed(RecordKind kind) {
    Key sound = new Key(RecordKind.PARTICIPATION, SHARD, "sound");
    Key account = new Key(RecordKind.ACCOUNT, SHARD, "sound");
    Key bad = new Key(kind, SHARD, "bad");
    Debited open =
        new Debited(
            Origin.unknown(new OrderId("o"), new Shards(1).of(Service.ORDER).getFirst()),
            List.of(),
            true,
            SOON,
            1,
            SOON);
    try (RocksDbStore store = open()) {
      Map<Key, @Nullable StoredRecord> changes =
          Map.of(sound, open, account, new Account(new Amount(1), 1));
      boolean done = store.commit(List.of(), view -> new Commit<>(changes, true));
      assertTrue(done);
    }
    plant(bad);
    for (int start = 0; start < 2; start++) {
      try (RocksDbStore store = open()) {
        Map<Key, StoredRecord.Open> found = new HashMap<>();
        store.scanOpen(List.of(SHARD), found::put);
        assertEquals(Map.of(sound, open), found);
        assertEquals(new Account(new Amount(1), 1), get(store, account));
        UnreadableRecordException unreadable =
            assertThrows(UnreadableRecordException.class, () -> get(store, bad));
        assertTrue(String.valueOf(unreadable.getMessage()).contains(bad.toString()));
        assertEquals(open, get(store, sound));
        Map<Key, @Nullable StoredRecord> more = Map.of(account, new Account(new Amount(1), 1));
        boolean done = store.commit(List.of(), view -> new Commit<>(more, true));
        assertTrue(done);
        assertEquals(1, store.statistics().unreadableRecords());
      }
    }
  }

  /** A kind that only a newer version knows: its number stands in the key. */
  @Test
  void keyOfAnUnknownKindEndsNoStart() {
    Key account = new Key(RecordKind.ACCOUNT, SHARD, "sound");
    Map<Key, @Nullable StoredRecord> changes = Map.of(account, new Account(new Amount(1), 1));
    try (RocksDbStore store = open()) {
      assertTrue((boolean) store.commit(List.of(), view -> new Commit<>(changes, true)));
    }
    ByteWriter name = new ByteWriter(64);
    KeyCodec.write(name, new Key(RecordKind.PARTICIPATION, SHARD, "newer"));
    byte[] newer = name.toBytes();
    newer[0] = 42;
    plant(Family.OPEN, newer);
    for (int start = 0; start < 2; start++) {
      try (RocksDbStore store = open()) {
        assertEquals(1, store.statistics().unreadableRecords());
        store.scanOpen(List.of(SHARD), (key, open) -> fail("nothing else is open: " + key));
        assertEquals(new Account(new Amount(1), 1), get(store, account));
        assertTrue((boolean) store.commit(List.of(), view -> new Commit<>(changes, true)));
      }
    }
  }

  private static @Nullable StoredRecord get(RocksDbStore store, Key key) {
    Map<Key, @Nullable StoredRecord> found = new HashMap<>();
    return store
        .commit(
            List.of(key),
            view -> {
              found.put(key, view.get(key));
              return new Commit<>(Map.of(), found);
            })
        .get(key);
  }

  private void plant(Key key) {
    ByteWriter name = new ByteWriter(64);
    KeyCodec.write(name, key);
    plant(Family.of(key.kind()), name.toBytes());
  }

  private void plant(Family family, byte[] name) {
    Path records = folder.resolve("data").resolve("records");
    RocksDbSettings settings = RocksDbSettings.defaults();
    RocksDatabase database =
        RocksDatabase.open(
            records, settings, new FailStop(folder), false, new DamagedFiles(folder));
    ByteWriter value = new ByteWriter(64);
    value.writeByte(UNKNOWN_TYPE);
    FileContent.writeAge(value);
    database.ingest(family, folder.resolve("planted.sst"), file -> file.put(name, value.toBytes()));
    database.close();
  }

  private RocksDbStore open() {
    RocksDbSettings settings = RocksDbSettings.defaults();
    return RocksDbStore.open(folder.resolve("data"), 1, settings, InstantSource.system());
  }
}
