package tercet.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.WriteBatch;
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

/** A record of a kind or type that no version so far has, between others that are sound. */
final class UnreadableRecordTest {
  private static final ShardId SHARD = new Shards(1).of(Service.PAYMENT).getFirst();
  private static final Key ACCOUNT = new Key(RecordKind.ACCOUNT, SHARD, "sound");
  private static final Map<Key, @Nullable StoredRecord> CHANGES =
      Map.of(ACCOUNT, new Account(new Amount(1), 1));
  private static final Instant SOON = Instant.ofEpochMilli(1_000_000);
  private static final byte[] UNKNOWN = {(byte) 255};

  @TempDir Path folder;

  private long planted;

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
    commitAccount();
    plant(Family.OPEN, ofUnknownKind(200));
    for (int start = 0; start < 2; start++) {
      assertServedBesideUnreadable(1);
    }
  }

  /**
   * A start writes the journal into the sorted files, where a newer version finds the record again.
   */
  @ParameterizedTest
  @ValueSource(ints = {42, 100, 200})
  void keyOfAnUnknownKindInTheJournalEndsNoStartAndIsKept(int kind) {
    commitAccount();
    byte[] name = ofUnknownKind(kind);
    plantInJournal(name, UNKNOWN);
    assertNamedAsNewer(kind);
    assertServedBesideUnreadable(1);
    withDatabase(database -> {
      byte[] kept = database.get(Family.of(kind), name);
      assertArrayEquals(UNKNOWN, kept);
    });
    assertServedBesideUnreadable(Family.of(kind) == Family.OPEN ? 1 : 0);
    assertNamedAsNewer(kind);
    DataRepair.run(folder.resolve("data"));
    assertNamedAsNewer(kind);
    assertServedBesideUnreadable(Family.of(kind) == Family.OPEN ? 1 : 0);
  }

  private void assertNamedAsNewer(int kind) {
    DataReport report = DataCheck.run(folder.resolve("data"));
    assertTrue(report.isWell(), report.toString());
    assertEquals(1, report.newer());
    String named = "KIND_%d newer of shard PAYMENT/0 is of a newer version".formatted(kind);
    assertTrue(report.toString().contains(named), report.toString());
  }

  /** It came and went with the newer version, but the journal still has both. */
  @Test
  void deletedRecordOfAnUnknownKindIsNotCounted() {
    commitAccount();
    plantInJournal(ofUnknownKind(200), UNKNOWN);
    plantInJournal(ofUnknownKind(200), new byte[0]);
    plantInJournal(name(new Key(RecordKind.PARTICIPATION, SHARD, "gone")), UNKNOWN);
    plantInJournal(name(new Key(RecordKind.PARTICIPATION, SHARD, "gone")), new byte[0]);
    assertServedBesideUnreadable(0);
    assertServedBesideUnreadable(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"PARTICIPATION", "ACCOUNT", "ANSWER", "RECENT_ANSWER"})
  void unknownTypeInTheJournalIsCountedWhenItIsMet(RecordKind kind) {
    commitAccount();
    Key bad = new Key(kind, SHARD, "bad");
    plantInJournal(name(bad), UNKNOWN);
    for (int start = 0; start < 2; start++) {
      try (RocksDbStore store = open()) {
        UnreadableRecordException unreadable =
            assertThrows(UnreadableRecordException.class, () -> get(store, bad));
        assertTrue(String.valueOf(unreadable.getMessage()).contains(bad.toString()));
        assertEquals(1, store.statistics().unreadableRecords());
        assertEquals(new Account(new Amount(1), 1), get(store, ACCOUNT));
      }
    }
  }

  /** A later version must not give a kind a number that says another family to this one. */
  @Test
  void numbersOfKindsSayTheirFamily() {
    for (RecordKind kind : RecordKind.values()) {
      int number = kind.number();
      assertEquals(Family.of(kind), Family.of(number));
      if (number > RecordKind.CLAIM.number()) {
        Family said = number < 64 ? Family.STATE : number < 128 ? Family.DAILY : Family.OPEN;
        assertEquals(said, Family.of(kind), kind.name());
      }
    }
  }

  private void commitAccount() {
    try (RocksDbStore store = open()) {
      assertTrue((boolean) store.commit(List.of(), view -> new Commit<>(CHANGES, true)));
    }
  }

  private void assertServedBesideUnreadable(long unreadable) {
    try (RocksDbStore store = open()) {
      assertEquals(unreadable, store.statistics().unreadableRecords());
      store.scanOpen(List.of(SHARD), (key, open) -> fail("nothing else is open: " + key));
      assertEquals(new Account(new Amount(1), 1), get(store, ACCOUNT));
      assertTrue((boolean) store.commit(List.of(), view -> new Commit<>(CHANGES, true)));
    }
  }

  private static byte[] ofUnknownKind(int number) {
    byte[] name = name(new Key(RecordKind.PARTICIPATION, SHARD, "newer"));
    name[0] = (byte) number;
    return name;
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

  private static byte[] name(Key key) {
    ByteWriter name = new ByteWriter(64);
    KeyCodec.write(name, key);
    return name.toBytes();
  }

  private void plant(Key key) {
    plant(Family.of(key.kind()), name(key));
  }

  private void plant(Family family, byte[] name) {
    ByteWriter value = new ByteWriter(64);
    value.writeBytes(UNKNOWN);
    value.writeBytes(FileContent.age());
    withDatabase(database ->
        database.ingest(
            family, folder.resolve("planted.sst"), file -> file.put(name, value.toBytes())));
  }

  /** As one more commit of an earlier process. */
  private void plantInJournal(byte[] name, byte[] record) {
    ByteWriter commit = new ByteWriter(64);
    commit.writeBytes(name);
    commit.writeVarint(record.length);
    commit.writeBytes(record);
    long number = planted++;
    withDatabase(database -> {
      try (WriteBatch batch = new WriteBatch()) {
        byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        database.put(batch, Family.JOURNAL, key, commit.toBytes());
        database.commit(batch);
      }
    });
  }

  private void withDatabase(Consumer<RocksDatabase> action) {
    Path records = folder.resolve("data").resolve("records");
    RocksDbSettings settings = RocksDbSettings.defaults();
    RocksDatabase database =
        RocksDatabase.open(
            records, settings, new FailStop(folder), false, new DamagedFiles(folder));
    action.accept(database);
    database.close();
  }

  private RocksDbStore open() {
    RocksDbSettings settings = RocksDbSettings.defaults();
    return RocksDbStore.open(folder.resolve("data"), 1, settings, InstantSource.system());
  }
}
