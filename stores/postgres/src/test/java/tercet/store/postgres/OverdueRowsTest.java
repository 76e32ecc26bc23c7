package tercet.store.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.RecordKind;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.saga.Debited;
import tercet.kernel.transaction.Origin;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.RecordCodec;
import tercet.runtime.store.Commit;
import tercet.runtime.store.Overdue;

/** Rows that older versions wrote or still write, and how overdue rows are found. */
@Tag("slow")
final class OverdueRowsTest {
  private static final Shards SHARDS = new Shards(1);
  private static final ShardId SHARD = SHARDS.of(Service.PAYMENT).getFirst();
  private static final Instant NOW = Instant.ofEpochMilli(1_000_000);

  private final PostgresSettings settings = TestServer.freshSchema();

  private static Debited waking(Instant wakeAt) {
    Origin origin = Origin.unknown(new OrderId("o"), SHARDS.of(Service.ORDER).getFirst());
    return new Debited(origin, List.of(), true, NOW, 1, wakeAt);
  }

  private static Key part(String id) {
    return new Key(RecordKind.PARTICIPATION, SHARD, id);
  }

  /** The schema as the last version without wake-up times made it. */
  private void makeOldSchema() {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(settings.url(), settings.user(), settings.password())
        .defaultSchema(settings.schema())
        .schemas(settings.schema())
        .createSchemas(true)
        .locations("classpath:tercet/store/postgres/migrations")
        .table("migrations")
        .target("2")
        .load()
        .migrate();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  /** Writes a row by the statements of the old version. */
  private void writeAsOldVersion(String id, StoredRecord stored) throws SQLException {
    ByteWriter writer = new ByteWriter(256);
    RecordCodec.write(writer, stored);
    String passing = settings.schema() + ".passing";
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement(
                ("insert into %s (key, value, is_open, expires_at)"
                        + " values (?, ?, true, null) on conflict (key) do update set"
                        + " value = excluded.value, is_open = excluded.is_open,"
                        + " expires_at = excluded.expires_at")
                    .formatted(passing))) {
      insert.setBytes(1, KeyBytes.of(part(id)));
      insert.setBytes(2, writer.toBytes());
      assertEquals(1, insert.executeUpdate());
    }
  }

  private static void write(PostgresStore store, String id, StoredRecord stored) {
    Map<Key, @Nullable StoredRecord> changes = Map.of(part(id), stored);
    assertEquals(true, store.commit(changes.keySet(), view -> new Commit<>(changes, true)));
  }

  /** The records that all pages of one record each visit. */
  private static Set<String> overdue(PostgresStore store) {
    Set<String> found = new TreeSet<>();
    Overdue.@Nullable Place after = null;
    do {
      Overdue asked = new Overdue(after, NOW, 1);
      after = store.scanOverdue(List.of(SHARD), asked, (key, open) -> found.add(key.id()));
    } while (after != null);
    return found;
  }

  @Test
  void rowsOfAnOlderVersionAreFoundByTheirValues() throws SQLException {
    makeOldSchema();
    writeAsOldVersion("old-late", waking(NOW.minusMillis(1)));
    writeAsOldVersion("old-future", waking(NOW));
    try (PostgresStore store = PostgresStore.open(settings, 1, InstantSource.system())) {
      write(store, "new-late", waking(NOW.minusMillis(1)));
      write(store, "new-future", waking(NOW));
      assertEquals(Set.of("new-late", "old-late"), overdue(store));
      // A node of the old version still runs.
      writeAsOldVersion("old-late-too", waking(NOW.minusMillis(5)));
      writeAsOldVersion("new-late", waking(NOW.plusMillis(5)));
      assertEquals(Set.of("old-late", "old-late-too"), overdue(store));
      // This version writes the time with the next change.
      write(store, "old-late", waking(NOW.plusMillis(5)));
      assertEquals(Set.of("old-late-too"), overdue(store));
      assertEquals("new-late 999999, old-late 1000005", wakeTimes(List.of("new-late", "old-late")));
    }
  }

  private String wakeTimes(List<String> ids) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement select =
            connection.prepareStatement(
                "select string_agg(id || ' ' || wake_at, ', ' order by id) from (select"
                    + " convert_from(substring(key from 5), 'UTF8') as id, wake_at from "
                    + settings.schema()
                    + ".passing) as wakes where id = any(?)")) {
      select.setArray(1, connection.createArrayOf("text", ids.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        assertTrue(rows.next());
        return String.valueOf(rows.getString(1));
      }
    }
  }

  /** Among many open rows that are not overdue, and more that are not open. */
  @Test
  void overdueRowsAreReadInTheOrderOfAnIndex() throws SQLException {
    PostgresStore.open(settings, 1, InstantSource.system()).close();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      String passing = settings.schema() + ".passing";
      statement.execute(
          ("insert into %s (key, value, is_open, wake_at) select '\\x02000003'::bytea"
                  + " || convert_to(n::text, 'UTF8'), '\\x00', n %% 5 = 0, n"
                  + " from generate_series(1, 100000) as n")
              .formatted(passing));
      statement.execute("analyze " + passing);
      statement.execute(Session.settings(false));
      statement.execute(
          "prepare overdue (bigint, bigint, bytea, bytea[], bytea[], integer) as "
              + numbered(new Statements(settings.schema()).overdue()));
      String plan =
          plan(
              statement,
              "explain (analyze) execute overdue (1000, -1, '', '{\"\\\\x02000000\"}',"
                  + " '{\"\\\\x020000ff\"}', 1500)");
      assertTrue(plan.contains("Index Scan using passing_wakes"), plan);
      assertFalse(plan.contains("Sort"), plan);
      assertTrue(plan.matches("(?s).*passing_wakes[^\\n]*rows=199(\\.00)? .*"), plan);
    }
  }

  /** The text with $1 and so on, as SQL has parameters. */
  private static String numbered(String sql) {
    StringBuilder numbered = new StringBuilder();
    int number = 0;
    for (int index = 0; index < sql.length(); index++) {
      char each = sql.charAt(index);
      numbered.append(each == '?' ? "$" + ++number : String.valueOf(each));
    }
    return numbered.toString();
  }

  private static String plan(Statement statement, String explain) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (ResultSet rows = statement.executeQuery(explain)) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    TestServer.say(plan.toString());
    return plan.toString();
  }
}
