package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
import tercet.runtime.store.Commit;
import tercet.runtime.store.Overdue;
import tercet.runtime.store.UnreadableRecordException;

/** A row of a type that no version so far has written, between others that are sound. */
@Tag("slow")
final class UnreadableRowTest {
  private static final ShardId SHARD = new Shards(1).of(Service.PAYMENT).getFirst();
  private static final Instant SOON = Instant.ofEpochMilli(1_000_000);

  private final PostgresSettings settings = TestServer.freshSchema();

  /** Before this was so, every scan ended with "there is no type of record 255". */
  @Test
  void scanAndDecisionsGoOnWithoutIt() throws SQLException {
    Key sound = new Key(RecordKind.PARTICIPATION, SHARD, "sound");
    Key bad = new Key(RecordKind.PARTICIPATION, SHARD, "bad");
    Key account = new Key(RecordKind.ACCOUNT, SHARD, "a");
    Debited open =
        new Debited(
            Origin.unknown(new OrderId("o"), new Shards(1).of(Service.ORDER).getFirst()),
            List.of(),
            true,
            SOON,
            1,
            SOON);
    Map<Key, @Nullable StoredRecord> changes =
        Map.of(sound, open, account, new Account(new Amount(1), 1));
    try (PostgresStore store = PostgresStore.open(settings, 1, InstantSource.system())) {
      boolean done = store.commit(List.of(), view -> new Commit<>(changes, true));
      assertEquals(true, done);
      plant(bad);
      Map<Key, StoredRecord.Open> found = new HashMap<>();
      store.scanOpen(List.of(SHARD), found::put);
      assertEquals(Map.of(sound, open), found);
      assertEquals(1, store.statistics().unreadableRecords());
      // Read together with it, as the records of a batch are.
      assertEquals(open, store.commit(List.of(bad, sound), view -> new Commit<>(Map.of(), open)));
      assertThrows(
          UnreadableRecordException.class,
          () ->
              store.commit(
                  List.of(bad, sound), view -> new Commit<>(Map.of(), view.get(bad) == null)));
    }
  }

  /** A kind that only a newer version knows: its number stands in the key. */
  @Test
  void scansGoOnPastAKeyOfAnUnknownKind() throws SQLException {
    Key sound = new Key(RecordKind.PARTICIPATION, SHARD, "sound");
    Debited open =
        new Debited(
            Origin.unknown(new OrderId("o"), new Shards(1).of(Service.ORDER).getFirst()),
            List.of(),
            true,
            SOON,
            1,
            SOON);
    Map<Key, @Nullable StoredRecord> changes = Map.of(sound, open);
    try (PostgresStore store = PostgresStore.open(settings, 1, InstantSource.system())) {
      assertEquals(true, (boolean) store.commit(List.of(), view -> new Commit<>(changes, true)));
      for (int kind : new int[] {0, RecordKind.values().length, 200}) {
        byte[] newer = KeyBytes.of(sound);
        newer[3] = (byte) kind;
        plant(newer);
      }
      Map<Key, StoredRecord.Open> found = new HashMap<>();
      store.scanOpen(List.of(SHARD), found::put);
      Overdue overdue = new Overdue(null, SOON.plusSeconds(1), 10);
      store.scanOverdue(List.of(SHARD), overdue, found::put);
      assertEquals(Map.of(sound, open), found);
      assertEquals(3, store.statistics().unreadableRecords());
    }
  }

  private void plant(Key key) throws SQLException {
    plant(KeyBytes.of(key));
  }

  private void plant(byte[] key) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into "
                    + settings.schema()
                    + ".passing (key, value, is_open) values (?, '\\xff'::bytea, true)")) {
      insert.setBytes(1, key);
      assertEquals(1, insert.executeUpdate());
    }
  }
}
