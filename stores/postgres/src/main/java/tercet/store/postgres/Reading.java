package tercet.store.postgres;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.codec.RecordCodec;
import tercet.runtime.store.Store;
import tercet.runtime.store.UnreadableRecordException;

/** The records that a transaction has read. */
final class Reading implements Store.View {
  private final Connection connection;
  private final Statements statements;
  private final boolean pooled;
  private boolean begun;
  private final Map<Key, @Nullable StoredRecord> records = new HashMap<>();
  private final Map<Key, MalformedBytesException> unreadable = new HashMap<>(0);
  private final Map<Key, String> places = new HashMap<>();
  private @Nullable Instant horizon;
  private long incarnation;

  /**
   * @param pooled whether a pooler is in between
   */
  Reading(Connection connection, Statements statements, boolean pooled) {
    this.connection = connection;
    this.statements = statements;
    this.pooled = pooled;
  }

  /** A read failed within a decision, which cannot throw it as it is. */
  static final class ReadFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SQLException failure;

    ReadFailedException(SQLException failure) {
      super(failure);
      this.failure = failure;
    }

    SQLException failure() {
      return failure;
    }
  }

  @Override
  public @Nullable StoredRecord get(Key key) {
    StoredRecord found = records.get(key);
    if (found == null && !records.containsKey(key)) {
      prefetch(List.of(key));
      found = records.get(key);
    }
    MalformedBytesException why = found == null ? unreadable.get(key) : null;
    if (why != null) {
      throw new UnreadableRecordException(key, why); // only the inputs that need it fail
    }
    return found;
  }

  @Override
  public void prefetch(Collection<Key> keys) {
    try {
      fetch(keys);
    } catch (SQLException e) {
      throw new ReadFailedException(e);
    }
  }

  @Override
  public Instant horizon() {
    Instant told = horizon;
    if (told == null) {
      prefetch(List.of());
      told = horizon;
    }
    if (told == null) {
      throw new IllegalStateException("the schema has no layout");
    }
    return told;
  }

  @Override
  public long incarnation() {
    horizon();
    return incarnation;
  }

  /**
   * Reads in one round trip the records that were not read yet, and the first time also the horizon
   * and the timeline.
   */
  void fetch(Collection<Key> keys) throws SQLException {
    Map<RecordTable, List<byte[]>> missing = new EnumMap<>(RecordTable.class);
    for (Key key : keys) {
      if (!records.containsKey(key)) {
        records.put(key, null);
        missing
            .computeIfAbsent(RecordTable.of(key.kind()), table -> new ArrayList<>())
            .add(KeyBytes.of(key));
      }
    }
    boolean first = horizon == null;
    if (missing.isEmpty() && !first) {
      return;
    }
    String read = statements.read(missing.keySet(), first);
    try (PreparedStatement select =
        connection.prepareStatement(begun ? read : Statements.begin(pooled) + read)) {
      int parameter = 1;
      for (List<byte[]> wanted : missing.values()) {
        select.setArray(
            parameter++, connection.createArrayOf("bytea", wanted.toArray(new byte[0][])));
      }
      select.execute();
      for (int result = begun ? Statements.beginResults(pooled) : 0;
          result < Statements.beginResults(pooled);
          result++) {
        select.getMoreResults();
      }
      begun = true;
      try (ResultSet rows = select.getResultSet()) {
        while (rows.next()) {
          byte[] name = rows.getBytes(1);
          if (name == null) {
            readWhole(ByteBuffer.wrap(rows.getBytes(2)));
          } else {
            remember(KeyBytes.read(name), rows.getBytes(2), rows.getString(3));
          }
        }
      }
    }
  }

  private void remember(Key key, byte[] value, String place) {
    try {
      records.put(key, record(value));
    } catch (MalformedBytesException e) {
      unreadable.put(key, e);
    }
    places.put(key, place);
  }

  private void readWhole(ByteBuffer value) {
    horizon = Instant.ofEpochMilli(value.getLong());
    incarnation = Integer.toUnsignedLong(value.getInt());
  }

  static StoredRecord record(byte[] value) {
    return RecordCodec.read(new ByteReader(value));
  }

  /**
   * Where the table has a record that was read; null if there was none. It stays there while the
   * transaction lasts, unless others change it, which is a conflict.
   */
  @Nullable String place(Key key) {
    return places.get(key);
  }
}
