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
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
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
    final @Nullable String place;
    final byte @Nullable [] value;
    final @Nullable StoredRecord stored;

    /**
     * @param place where it was when it was read, null if it was not there
     * @param value null to delete it, as is {@code stored}
     */
    Row(
        byte[] key,
        @Nullable String place,
        byte @Nullable [] value,
        @Nullable StoredRecord stored) {
      this.key = key;
      this.place = place;
      this.value = value;
      this.stored = stored;
    }

    boolean isOpen() {
      return stored instanceof StoredRecord.Open;
    }

    @Nullable Long expiresAt() {
      return stored instanceof StoredRecord.Expiring expiring
          ? WholeMillis.of(expiring.expiresAt())
          : null;
    }

    long wakeAt() {
      return stored instanceof StoredRecord.Open open ? WholeMillis.of(open.wakeAt()) : 0;
    }
  }

  /**
   * @param reading of the same transaction, which has read all keys of the changes
   */
  Writing(Map<Key, @Nullable StoredRecord> changes, Reading reading) {
    for (Map.Entry<Key, @Nullable StoredRecord> change : changes.entrySet()) {
      Key key = change.getKey();
      StoredRecord stored = change.getValue();
      String place = reading.place(key);
      if (stored != null) {
        checkTable(key, stored);
        add(
            place == null ? Statements.Change.INSERT : Statements.Change.UPDATE,
            key,
            place,
            stored);
      } else if (place != null) {
        add(Statements.Change.DELETE, key, place, null);
      }
    }
    // All transactions take locks in the same order, so none waits for another in a circle.
    rows.values()
        .forEach(some -> some.sort((left, right) -> Arrays.compareUnsigned(left.key, right.key)));
  }

  private static void checkTable(Key key, StoredRecord stored) {
    boolean passes = stored instanceof StoredRecord.Open || stored instanceof StoredRecord.Expiring;
    if (passes && RecordTable.of(key.kind()) == RecordTable.LASTING) {
      throw new IllegalArgumentException("a record that lasts neither waits nor expires: " + key);
    }
  }

  private void add(
      Statements.Change change, Key key, @Nullable String place, @Nullable StoredRecord stored) {
    byte[] value = null;
    if (stored != null) {
      writer.clear();
      RecordCodec.write(writer, stored);
      value = writer.toBytes();
    }
    rows.computeIfAbsent(
            new Statements.Part(RecordTable.of(key.kind()), change), part -> new ArrayList<>())
        .add(new Row(KeyBytes.of(key), place, value, stored));
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
      SqlFailure.requireNoWarning(write);
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
    if (part.change() == Statements.Change.INSERT) {
      byte[][] keys = some.stream().map(row -> row.key).toArray(byte[][]::new);
      write.setArray(next++, connection.createArrayOf("bytea", keys));
    } else {
      @Nullable String[] places = some.stream().map(row -> row.place).toArray(String[]::new);
      write.setArray(next++, connection.createArrayOf("text", places));
    }
    if (part.change() != Statements.Change.DELETE) {
      byte[][] values = some.stream().map(row -> row.value).toArray(byte[][]::new);
      write.setArray(next++, connection.createArrayOf("bytea", values));
      if (part.table() == RecordTable.PASSING) {
        Boolean[] open = some.stream().map(Row::isOpen).toArray(Boolean[]::new);
        write.setArray(next++, connection.createArrayOf("bool", open));
        @Nullable Long[] expiresAt = some.stream().map(Row::expiresAt).toArray(Long[]::new);
        write.setArray(next++, connection.createArrayOf("int8", expiresAt));
        Long[] wakeAt = some.stream().map(Row::wakeAt).toArray(Long[]::new);
        write.setArray(next++, connection.createArrayOf("int8", wakeAt));
      }
    }
    write.setLong(next++, some.size());
    return next;
  }
}
