package tercet.store.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The SQL of a schema. Every statement takes arrays, so that its text and its plan are the same for
 * any number of records; that they are found by index and never by a scan of the table matters
 * twice, because a scan conflicts with all writers of the table.
 */
final class Statements {
  /** The kinds of change, in the order in which they run. */
  enum Change {
    /** Changes of rows that the decision has read, by their place. */
    UPDATE,
    /** All other changes: a row that came in between is a conflict, which the database finds. */
    INSERT,
    /** By place, too. */
    DELETE
  }

  /** A change of rows of a table. */
  record Part(RecordTable table, Change change) {}

  /** The name in the server's error if a commit would change other rows than those decided on. */
  private static final String OTHER_ROWS = "rows beyond those expected, isolation: ";

  private static final String SERIALIZABLE = "serializable";

  private final String schema;
  private final Map<RecordTable, String> names = new EnumMap<>(RecordTable.class);

  Statements(String schema) {
    this.schema = schema;
    names.put(RecordTable.LASTING, schema + ".lasting");
    names.put(RecordTable.PASSING, schema + ".passing");
  }

  /**
   * The start of each transaction, and the number of its results. It stands in the transaction,
   * because a pooler keeps no session; with a pooler so do the other settings.
   */
  static String begin(boolean pooled) {
    String isolation = "set transaction isolation level " + SERIALIZABLE + "; ";
    return pooled ? isolation + Session.settings(true) + "; " : isolation;
  }

  /** The results of {@link #begin}. */
  static int beginResults(boolean pooled) {
    return pooled ? 2 : 1;
  }

  /**
   * Reads records by keys: one array of keys for each table.
   *
   * @param whole whether a first row, with a null for its key, tells of the schema as a whole: its
   *     horizon, 8 bytes, and the server's timeline, 4 bytes. Within a snapshot it fits the records
   *     that are read, and it costs no round trip
   */
  String read(Set<RecordTable> tables, boolean whole) {
    List<String> parts = new ArrayList<>();
    if (whole) {
      parts.add(
          "select null::bytea as key, int8send(horizon)"
              + " || decode(left(pg_walfile_name(pg_current_wal_lsn()), 8), 'hex') as value,"
              + " null::tid as ctid from "
              + schema
              + ".layout where only_one");
    }
    for (RecordTable table : tables) {
      parts.add("select key, value, ctid from " + names.get(table) + " where key = any(?)");
    }
    return String.join(" union all ", parts);
  }

  /**
   * Writes and commits, all in one round trip: the server skips the statements after one that
   * fails.
   */
  String writeAndCommit(List<Part> parts) {
    StringBuilder sql = new StringBuilder();
    for (Part part : parts) {
      sql.append(write(part)).append("; ");
    }
    return sql.append("commit").toString();
  }

  /**
   * Commits a transaction that only read. On a server with synchronous standbys it also writes to
   * the log, so that a standby confirms that this server is the primary and has shown nothing that
   * it could lose.
   */
  String confirmAndCommit() {
    return "select pg_logical_emit_message(true, 'tercet', 'read')"
        + " where current_setting('synchronous_standby_names') <> ''; commit";
  }

  private String write(Part part) {
    return checked(change(part));
  }

  /**
   * A change that fails unless it changes as many rows as the last parameter says, in a transaction
   * that is serializable: then nothing is committed.
   */
  private static String checked(String change) {
    return ("with changed as (%s returning 1) select ('%s' || nullif((count(*) - ?::bigint) || ' '"
            + " || current_setting('transaction_isolation'), '0 %s'))::integer from changed")
        .formatted(change, OTHER_ROWS, SERIALIZABLE);
  }

  /** Whether a commit failed because others had changed its rows. */
  static boolean foundOtherRows(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return "22P02".equals(e.getSQLState())
        && message.contains(OTHER_ROWS)
        && message.contains(SERIALIZABLE);
  }

  private String change(Part part) {
    String name = names.get(part.table());
    String columns = columns(part.table());
    return switch (part.change()) {
      case UPDATE ->
          ("update %s as old set %s from unnest(?::text[]::tid[]%s) as new (place%s)"
                  + " where old.ctid = new.place")
              .formatted(name, assignments(part.table()), given(part.table()), columns);
      case INSERT ->
          ("insert into %s (key%s) select * from unnest(?::bytea[]%s)"
                  + " on conflict (key) do nothing")
              .formatted(name, columns, given(part.table()));
      case DELETE -> "delete from %s where ctid = any(?::text[]::tid[])".formatted(name);
    };
  }

  private static String columns(RecordTable table) {
    return switch (table) {
      case LASTING -> ", value";
      case PASSING -> ", value, is_open, expires_at, wake_at";
    };
  }

  private static String given(RecordTable table) {
    return switch (table) {
      case LASTING -> ", ?::bytea[]";
      case PASSING -> ", ?::bytea[], ?::boolean[], ?::bigint[], ?::bigint[]";
    };
  }

  private static String assignments(RecordTable table) {
    return switch (table) {
      case LASTING -> "value = new.value";
      case PASSING ->
          "value = new.value, is_open = new.is_open, expires_at = new.expires_at,"
              + " wake_at = new.wake_at";
    };
  }

  /**
   * Open records between two keys, or two others, and so on. No decision depends on its result, so
   * it need not be serializable: no commit fails because of a read.
   */
  String scanOpen() {
    return ("set transaction isolation level read committed;"
            + " select key, value from unnest(?::bytea[], ?::bytea[]) as range (first, past)"
            + " join %s on is_open and key >= range.first and key < range.past")
        .formatted(names.get(RecordTable.PASSING));
  }

  /** Keys of balances and orders between two keys, so many at most. */
  String scanKeys() {
    return ("set transaction isolation level read committed;"
            + " select key from %s where key > ? and key < ? order by key limit ?")
        .formatted(names.get(RecordTable.LASTING));
  }

  /**
   * Open records between keys as {@link #scanOpen} has them, to be woken before a time, in the
   * order of these times and then of keys, after one of them, so many at most.
   */
  String scanOverdue() {
    return "set transaction isolation level read committed; " + overdue();
  }

  /** The query of {@link #scanOverdue}. */
  String overdue() {
    return ("select key, value, wake_at from %s where is_open and wake_at < ?"
            + " and (wake_at, key) > (?, ?) and exists (select"
            + " from unnest(?::bytea[], ?::bytea[]) as range (first, past)"
            + " where key >= range.first and key < range.past) order by wake_at, key limit ?")
        .formatted(names.get(RecordTable.PASSING));
  }

  /**
   * Raises the horizon to a time, or to what the server's clock says if that is less, both with a
   * margin in milliseconds; unless nothing has expired by then. Returns it if it was raised or may
   * be used again.
   */
  String raiseHorizon() {
    // The result is no row that another node's raise could have changed meanwhile.
    String later = "greatest(layout.horizon, given.horizon)";
    return ("set transaction isolation level read committed;"
            + " update %s.layout as layout set horizon = %s from (select least(?::bigint,"
            + " (extract(epoch from clock_timestamp()) * 1000)::bigint) - ?::bigint as horizon)"
            + " as given where only_one and exists (select from %s where expires_at < %s)"
            + " returning layout.horizon")
        .formatted(schema, later, names.get(RecordTable.PASSING), later);
  }

  /**
   * Removes some records that expired before a time, and nothing that another transaction has
   * locked.
   */
  String sweep() {
    String passing = names.get(RecordTable.PASSING);
    return ("set transaction isolation level read committed; delete from %s where ctid ="
            + " any(array(select ctid from %s where expires_at < ? order by expires_at limit ?"
            + " for update skip locked)) and expires_at < ?")
        .formatted(passing, passing);
  }

  /** Notes the number of shards, if none is noted yet. */
  String fixShards() {
    return "insert into " + schema + ".layout (shards) values (?) on conflict do nothing";
  }

  String shards() {
    return "select shards from " + schema + ".layout";
  }
}
