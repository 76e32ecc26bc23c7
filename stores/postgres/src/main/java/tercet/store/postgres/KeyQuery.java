package tercet.store.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import tercet.kernel.id.Key;

/** Lists the keys of a shard and kind. */
final class KeyQuery {
  private KeyQuery() {}

  /**
   * Visits keys in the order of their bytes.
   *
   * @param select of {@link Statements#scanKeys}
   * @param after to go on behind; there need be no such record
   */
  static void run(PreparedStatement select, Key after, int max, Consumer<Key> visitor)
      throws SQLException {
    select.setBytes(1, KeyBytes.of(after));
    select.setBytes(2, KeyBytes.end(after.shard(), after.kind()));
    select.setInt(3, max);
    select.execute();
    select.getMoreResults(); // the first is that of choosing the isolation
    try (ResultSet rows = select.getResultSet()) {
      while (rows.next()) {
        visitor.accept(KeyBytes.read(rows.getBytes(1)));
      }
    }
  }
}
