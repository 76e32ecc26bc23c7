package tercet.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tercet.kernel.Key;
import tercet.kernel.Stored;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.RecordCodec;
import tercet.runtime.codec.WholeMillis;

/** The changes of a commit, by table and kind of change, in the order of their keys. */
final class Writing {
  private static final Comparator<Statements.Part> ORDER =
      Comparator.comparing(Statements.Part::table).thenComparing(Statements.Part::change);

  private final Map<Statements.Part, List<Row>> rows = new TreeMap<>(ORDER);
  private final ByteWriter writer = new ByteWriter(256);

  /** A row as it is to be. */
  private static final class Row {
    final byte[] key;
    final byte @Nullable [] value;
    final boolean open;
    final @Nullable Long expiresAt;

    /**
     * @param value null to delete it
     */
    Row(byte[] key, byte @Nullable [] value, boolean open, @Nullable Long expiresAt) {
      this.key = key;
      this.value = value;
      this.open = open;
      this.expiresAt = expiresAt;
    }
  }

  /**
   * @param reading of the same transaction
   */
  Writing(Map<Key, @Nullable Stored> changes, Reading reading) {
    for (Map.Entry<Key, @Nullable Stored> change : changes.entrySet()) {
      Key key = change.getKey();
      Stored stored = change.getValue();
      if (stored == null) {
        if (!reading.wasAbsent(key)) {
          add(key, Statements.Change.DELETE, new Row(KeyBytes.of(key), null, false, null));
        }
      } else {
        boolean there = reading.wasThere(key);
        add(key, there ? Statements.Change.UPDATE : Statements.Change.INSERT, row(key, stored));
      }
    }
    // Everybody takes locks in the same order, so nobody waits in a circle.
    rows.values()
        .forEach(some -> some.sort((left, right) -> Arrays.compareUnsigned(left.key, right.key)));
  }

  private void add(Key key, Statements.Change change, Row row) {
    rows.computeIfAbsent(
            new Statements.Part(Table.of(key.kind()), change), part -> new ArrayList<>())
        .add(row);
  }

  private Row row(Key key, Stored stored) {
    boolean open = stored instanceof Stored.Open;
    boolean expires = stored instanceof Stored.Expiring;
    if ((open || expires) && Table.of(key.kind()) == Table.LASTING) {
      throw new IllegalArgumentException("a record that lasts neither waits nor expires: " + key);
    }
    writer.clear();
    RecordCodec.write(writer, stored);
    Long expiresAt =
        stored instanceof Stored.Expiring expiring ? WholeMillis.of(expiring.expiresAt()) : null;
    return new Row(KeyBytes.of(key), writer.toBytes(), open, expiresAt);
  }

  /** Writes everything and commits, in one round trip. */
  void commit(Connection connection, Statements statements) throws SQLException {
    List<Statements.Part> parts = List.copyOf(rows.keySet());
    try (PreparedStatement write = connection.prepareStatement(statements.writeAndCommit(parts))) {
      int parameter = 1;
      for (Map.Entry<Statements.Part, List<Row>> part : rows.entrySet()) {
        parameter = set(connection, write, parameter, part.getKey(), part.getValue());
      }
      write.execute();
    }
  }

  private static int set(
      Connection connection,
      PreparedStatement write,
      int first,
      Statements.Part part,
      List<Row> some)
      throws SQLException {
    int next = first;
    byte[][] keys = some.stream().map(row -> row.key).toArray(byte[][]::new);
    write.setArray(next++, connection.createArrayOf("bytea", keys));
    if (part.change() != Statements.Change.DELETE) {
      byte[][] values = some.stream().map(row -> row.value).toArray(byte[][]::new);
      write.setArray(next++, connection.createArrayOf("bytea", values));
      if (part.table() == Table.PASSING) {
        Boolean[] open = some.stream().map(row -> row.open).toArray(Boolean[]::new);
        write.setArray(next++, connection.createArrayOf("bool", open));
        @Nullable Long[] expiresAt = some.stream().map(row -> row.expiresAt).toArray(Long[]::new);
        write.setArray(next++, connection.createArrayOf("int8", expiresAt));
      }
    }
    return next;
  }
}
