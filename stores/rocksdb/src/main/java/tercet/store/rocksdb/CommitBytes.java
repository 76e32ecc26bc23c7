package tercet.store.rocksdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.codec.RecordCodec;

/**
 * The changes of one commit as bytes: those of kept records, and by bucket those of recent ones.
 * Each part is a list of keys, each followed by the size of the record and the record; the size is
 * 0 if it was deleted. Not safe for threads; made to be used again.
 */
final class CommitBytes {
  private static final int DELETED = 0;

  /** The numbers of the kinds that are not always in memory. */
  private static final BitSet READ_ON_DEMAND = readOnDemand();

  private static final int SMALL = 4 << 10;

  /** Above that the array is not kept for the next commit. */
  private static final int REUSED_MAX = 4 << 20;

  private final ByteWriter journal = new ByteWriter(SMALL);
  private final Map<Long, Part> recent = new HashMap<>();
  private final List<Part> spare = new ArrayList<>();

  /** The changes that go to one bucket. */
  static final class Part {
    private final ByteWriter bytes = new ByteWriter(SMALL);

    byte[] bytes() {
      return bytes.toBytes();
    }
  }

  /**
   * Takes the changes of a commit.
   *
   * @throws IllegalArgumentException if a record cannot be stored under its key, or if all of them
   *     are too large for one commit
   */
  void add(
      Map<Key, @Nullable StoredRecord> changes,
      CheckpointedRecords keptNow,
      RecentRecords recentNow) {
    for (Map.Entry<Key, @Nullable StoredRecord> change : changes.entrySet()) {
      Key key = change.getKey();
      StoredRecord stored = change.getValue();
      if (Family.isInMemory(key.kind())) {
        addInMemory(key, stored, keptNow, recentNow);
      } else if (stored instanceof StoredRecord.Open) {
        throw new IllegalArgumentException("no scan looks for open records under " + key);
      } else {
        write(journal, key, stored);
      }
    }
    checkSize(journal);
    recent.values().forEach(part -> checkSize(part.bytes));
  }

  private static void checkSize(ByteWriter part) {
    if (part.size() >= CommitIndex.PART_BYTES_MAX) {
      throw new IllegalArgumentException("a commit is too large: " + part.size() + " bytes");
    }
  }

  private void addInMemory(
      Key key,
      @Nullable StoredRecord stored,
      CheckpointedRecords keptNow,
      RecentRecords recentNow) {
    StoredRecord.Expiring before = recentNow.get(key);
    Long bucket = stored instanceof StoredRecord.Expiring next ? RecentRecords.bucket(next) : null;
    if (before != null) {
      long left = RecentRecords.bucket(before);
      if (bucket == null || bucket != left) {
        write(part(left).bytes, key, null);
      }
    }
    if (bucket != null) {
      write(part(bucket).bytes, key, stored);
      if (keptNow.isOpen(key)) {
        write(journal, key, null);
      }
    } else if (stored != null || keptNow.isOpen(key)) {
      write(journal, key, stored);
    }
  }

  private Part part(long bucket) {
    Part part = recent.get(bucket);
    if (part == null) {
      part = spare.isEmpty() ? new Part() : spare.removeLast();
      recent.put(bucket, part);
    }
    return part;
  }

  private static void write(ByteWriter writer, Key key, @Nullable StoredRecord stored) {
    KeyCodec.write(writer, key);
    if (stored == null) {
      writer.writeByte(DELETED);
    } else {
      writer.writeSized(stored, RecordCodec::write);
    }
  }

  /** Hears of a change that is read back. */
  interface Visitor {
    void changed(Key key, @Nullable StoredRecord stored);

    /** The record that was put cannot be read. */
    default void unreadable(Key key, MalformedBytesException why) {
      throw why;
    }

    /**
     * The key is of a kind that only a newer version knows.
     *
     * @param key as it was written
     * @param deleted if the record was not put, but deleted
     */
    default void unknown(byte[] key, boolean deleted, MalformedBytesException why) {
      throw why;
    }
  }

  /**
   * Reads from a part the changes of those kinds that are always in memory, and finds those of
   * unknown kinds.
   *
   * @throws tercet.runtime.codec.MalformedBytesException if it is damaged
   */
  static void readInMemory(byte[] part, Visitor visitor) {
    ByteReader reader = new ByteReader(part);
    while (reader.remaining() > 0) {
      boolean skipped = isReadOnDemand(KeyCodec.peekKind(reader));
      int start = reader.position();
      KeyCodec.skip(reader);
      int keyEnd = reader.position();
      int size = reader.readCount();
      int recordStart = reader.position();
      reader.skip(size);
      if (!skipped) {
        readChange(part, start, keyEnd, recordStart, recordStart + size, visitor);
      }
    }
  }

  private static boolean isReadOnDemand(int kindNumber) {
    return READ_ON_DEMAND.get(kindNumber);
  }

  private static BitSet readOnDemand() {
    BitSet numbers = new BitSet();
    for (RecordKind kind : RecordKind.values()) {
      numbers.set(kind.number(), !Family.isInMemory(kind));
    }
    return numbers;
  }

  private static void readChange(
      byte[] part, int keyStart, int keyEnd, int recordStart, int recordEnd, Visitor visitor) {
    boolean deleted = recordStart == recordEnd;
    Key key;
    try {
      key = KeyCodec.read(new ByteReader(part, keyStart, keyEnd));
    } catch (MalformedBytesException e) {
      visitor.unknown(Arrays.copyOfRange(part, keyStart, keyEnd), deleted, e);
      return;
    }
    if (deleted) {
      visitor.changed(key, null);
    } else {
      readRecord(key, new ByteReader(part, recordStart, recordEnd), visitor);
    }
  }

  /**
   * Reads a record.
   *
   * @param record its bytes and no others
   */
  static void readRecord(Key key, ByteReader record, Visitor visitor) {
    StoredRecord stored;
    try {
      stored = RecordCodec.read(record);
    } catch (MalformedBytesException e) {
      visitor.unreadable(key, e);
      return;
    }
    visitor.changed(key, stored);
  }

  /**
   * Tries to read every change of a part.
   *
   * @param unreadable hears of each key and record that cannot be read
   * @throws tercet.runtime.codec.MalformedBytesException if the part is no list of changes
   */
  static void readAll(byte[] part, BiConsumer<byte[], MalformedBytesException> unreadable) {
    ByteReader reader = new ByteReader(part);
    while (reader.remaining() > 0) {
      int start = reader.position();
      KeyCodec.skip(reader);
      byte[] key = Arrays.copyOfRange(part, start, reader.position());
      int size = reader.readCount();
      int recordStart = reader.position();
      reader.skip(size);
      try {
        KeyCodec.read(new ByteReader(key));
        if (size != DELETED) {
          RecordCodec.read(new ByteReader(part, recordStart, recordStart + size));
        }
      } catch (MalformedBytesException e) {
        unreadable.accept(key, e);
      }
    }
  }

  /** Changes of kept records; empty if there are none. */
  byte[] journal() {
    return journal.toBytes();
  }

  /** Changes of recent records, by bucket. */
  Map<Long, Part> recent() {
    return recent;
  }

  boolean isEmpty() {
    return journal.size() == 0 && recent.isEmpty();
  }

  /**
   * Forgets the commit.
   *
   * @return false if this is too large to be used again
   */
  boolean clear() {
    long capacity = journal.capacity();
    journal.clear();
    for (Part part : recent.values()) {
      capacity += part.bytes.capacity();
      part.bytes.clear();
      spare.add(part);
    }
    recent.clear();
    return capacity <= REUSED_MAX && spare.size() < 64;
  }
}
