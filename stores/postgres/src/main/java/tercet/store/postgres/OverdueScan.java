package tercet.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.id.ShardId;
import tercet.runtime.codec.WholeMillis;
import tercet.runtime.store.Overdue;

/** One page of overdue rows. */
final class OverdueScan {
  private static final HexFormat HEX = HexFormat.of();

  /** Before all rows: no row has a time below 0. */
  private static final Overdue.Place START = new Overdue.Place(Instant.ofEpochMilli(-1), "");

  private final Collection<ShardId> shards;
  private final Overdue overdue;

  OverdueScan(Collection<ShardId> shards, Overdue overdue) {
    this.shards = shards;
    this.overdue = overdue;
  }

  /**
   * Visits keys and values. They may not be overdue, if an older version wrote them.
   *
   * @param select the query of {@link Statements#scanOverdue}
   * @return where to go on, or null if the end was reached
   */
  Overdue.@Nullable Place run(
      Connection connection, PreparedStatement select, BiConsumer<byte[], byte[]> visitor)
      throws SQLException {
    set(connection, select);
    select.execute();
    select.getMoreResults(); // the first is that of choosing the isolation
    Overdue.@Nullable Place last = null;
    int count = 0;
    try (ResultSet rows = select.getResultSet()) {
      while (rows.next()) {
        byte[] key = rows.getBytes(1);
        count++;
        last = new Overdue.Place(Instant.ofEpochMilli(rows.getLong(3)), HEX.formatHex(key));
        visitor.accept(key, rows.getBytes(2));
      }
    }
    return count < overdue.max() ? null : last;
  }

  /** Gives the query its parameters. */
  void set(Connection connection, PreparedStatement select) throws SQLException {
    Overdue.@Nullable Place last = overdue.after();
    Overdue.Place after = last == null ? START : last;
    byte[][] first = shards.stream().map(KeyBytes::first).toArray(byte[][]::new);
    byte[][] end = shards.stream().map(KeyBytes::end).toArray(byte[][]::new);
    int next = 1;
    select.setLong(next++, WholeMillis.of(overdue.before()));
    select.setLong(next++, after.wakeAt().toEpochMilli());
    select.setBytes(next++, HEX.parseHex(after.name()));
    select.setArray(next++, connection.createArrayOf("bytea", first));
    select.setArray(next++, connection.createArrayOf("bytea", end));
    select.setInt(next, overdue.max());
  }
}
