package tercet.store.rocksdb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
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
  private static final int SMALL = 4 << 10;

  /** Above that the array is not kept for the next commit. */
  private static final int REUSED_MAX = 4 << 20;

  private final ByteWriter journal = new ByteWriter(SMALL);
  private final Map<Long, Part> recent = new HashMap<>();
  private final List<Part> spare = new ArrayList<>();

  /** The changes that go to one bucket. */
  static final class Part {
    private final ByteWriter bytes = new ByteWriter(SMALL);
    private List<Key> keys = new ArrayList<>();

    byte[] bytes() {
      return bytes.toBytes();
    }

    /** Keys of the records that are put. */
    List<Key> keys() {
      return keys;
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
      Part part = part(bucket);
      write(part.bytes, key, stored);
      part.keys.add(key);
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
  }

  /**
   * Reads from a part the changes of those kinds that are always in memory.
   *
   * @throws tercet.runtime.codec.MalformedBytesException if it is damaged
   */
  static void readInMemory(byte[] part, Visitor visitor) {
    ByteReader reader = new ByteReader(part);
    while (reader.remaining() > 0) {
      if (Family.isInMemory(KeyCodec.peekKind(reader))) {
        Key key = KeyCodec.read(reader);
        int size = reader.readCount();
        int start = reader.position();
        reader.skip(size);
        if (size == DELETED) {
          visitor.changed(key, null);
        } else {
          readRecord(key, new ByteReader(part, start, start + size), visitor);
        }
      } else {
        KeyCodec.skip(reader);
        reader.skip(reader.readCount());
      }
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
   * Reads every change of a part.
   *
   * @throws tercet.runtime.codec.MalformedBytesException if one cannot be read
   */
  static void readAll(byte[] part) {
    ByteReader reader = new ByteReader(part);
    while (reader.remaining() > 0) {
      KeyCodec.read(reader);
      if (reader.readCount() != DELETED) {
        RecordCodec.read(reader);
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
      part.keys = new ArrayList<>();
      spare.add(part);
    }
    recent.clear();
    return capacity <= REUSED_MAX && spare.size() < 64;
  }
}
