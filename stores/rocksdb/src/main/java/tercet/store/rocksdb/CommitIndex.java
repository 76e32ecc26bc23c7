package tercet.store.rocksdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.Key;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.KeyCodec;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.codec.RecordCodec;
import tercet.runtime.store.UnreadableRecordException;
import tercet.runtime.store.UnreadableRecords;

/**
 * The last change of each key in some commits, found by the bytes of the key. After a crash there
 * are hundreds of thousands of changes to be read before the first request is served; to make
 * objects of all of them would take several times as long.
 *
 * <p>A hash table with open addressing and linear probing (D. Knuth, The Art of Computer
 * Programming, volume 3, section 6.4). A slot says in which part of a commit a change is, and where
 * in it. Filled by one thread; then safe for threads, if no two remove the same key at once.
 */
final class CommitIndex {
  /** The largest part of a commit. */
  static final int PART_BYTES_MAX = 1 << 28;

  private static final int OFFSET_BITS = 28;
  private static final int PART_BITS = 26;
  private static final long EMPTY = 0; // the part with number 0 does not exist
  private static final long REMOVED = -1; // nor does the last one
  private static final int KEY_BYTES = 64;
  private static final int BYTES_PER_CHANGE = 48;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[][] parts = new byte[1_024][];
  private long[] numbers = new long[1_024];
  private int partCount = 1;
  private long[] slots;
  private int used;

  /**
   * @param bytes of all parts that will be added, about
   */
  CommitIndex(long bytes) {
    long slotCount = Long.highestOneBit(Math.max(16, bytes / BYTES_PER_CHANGE)) * 4;
    slots = new long[(int) Math.min(slotCount, 1 << 28)];
  }

  /**
   * Adds a part of a commit. Where commits change the same key, the one with the higher number
   * counts; where parts of one commit do, the one that does not delete it.
   *
   * @throws tercet.runtime.codec.MalformedBytesException if the data is damaged
   */
  void add(long number, byte[] part) {
    if (part.length >> OFFSET_BITS != 0 || partCount >> PART_BITS != 0) {
      throw new IllegalStateException("a commit, or the number of commits, is too large");
    }
    if (partCount == parts.length) {
      parts = Arrays.copyOf(parts, 2 * partCount);
      numbers = Arrays.copyOf(numbers, 2 * partCount);
    }
    parts[partCount] = part;
    numbers[partCount] = number;
    ByteReader reader = new ByteReader(part);
    while (reader.remaining() > 0) {
      int start = reader.position();
      KeyCodec.skip(reader);
      int keyEnd = reader.position();
      int recordBytes = reader.readCount();
      reader.skip(recordBytes);
      add(start, keyEnd, recordBytes == 0);
    }
    partCount++;
  }

  private void add(int start, int keyEnd, boolean deletes) {
    byte[] part = parts[partCount];
    int hash = hash(part, start, keyEnd);
    int slot = find(part, start, keyEnd, hash);
    long found = slots[slot];
    if (found != EMPTY) {
      long foundNumber = numbers[partOf(found)];
      boolean older = numbers[partCount] < foundNumber;
      if (older || (numbers[partCount] == foundNumber && deletes)) {
        return;
      }
    }
    slots[slot] = slot(hash, partCount, start);
    if (found == EMPTY && ++used > slots.length / 2) {
      grow();
    }
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long slot : old) {
      if (slot != EMPTY && slot != REMOVED) {
        byte[] part = partBytes(slot);
        int start = offsetOf(slot);
        int keyEnd = keyEnd(part, start);
        int hash = hash(part, start, keyEnd);
        slots[find(part, start, keyEnd, hash)] = slot;
      }
    }
  }

  /** Where a key is, or where it would be added. */
  private int find(byte[] key, int from, int to, int hash) {
    int mask = slots.length - 1;
    int at = hash & mask;
    for (long slot = slots[at]; slot != EMPTY; slot = slots[at]) {
      if (slot != REMOVED && tagOf(slot) == tag(hash) && isAt(slot, key, from, to)) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  /** No key's bytes are the beginning of another one's: they say how long the id is. */
  private boolean isAt(long slot, byte[] key, int from, int to) {
    byte[] part = partBytes(slot);
    int start = offsetOf(slot);
    int end = start + to - from;
    return end <= part.length && Arrays.equals(part, start, end, key, from, to);
  }

  private byte[] partBytes(long slot) {
    return parts[partOf(slot)];
  }

  private static int keyEnd(byte[] part, int start) {
    ByteReader reader = new ByteReader(part, start, part.length);
    KeyCodec.skip(reader);
    return reader.position();
  }

  private static long slot(int hash, int part, int offset) {
    return (long) tag(hash) << (OFFSET_BITS + PART_BITS) | (long) part << OFFSET_BITS | offset;
  }

  private static int tag(int hash) {
    return hash >>> (OFFSET_BITS + PART_BITS - Integer.SIZE);
  }

  private static int tagOf(long slot) {
    return (int) (slot >>> (OFFSET_BITS + PART_BITS));
  }

  private static int partOf(long slot) {
    return (int) (slot >>> OFFSET_BITS) & ((1 << PART_BITS) - 1);
  }

  private static int offsetOf(long slot) {
    return (int) slot & ((1 << OFFSET_BITS) - 1);
  }

  private static int hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      hash = (hash ^ (long) LONG.get(bytes, at)) * 0x9e3779b97f4a7c15L;
      hash ^= hash >>> 29;
    }
    for (; at < to; at++) {
      hash = (hash ^ bytes[at]) * 0x9e3779b97f4a7c15L;
    }
    hash ^= hash >>> 32;
    return (int) (hash ^ hash >>> 15);
  }

  /**
   * The last change of a key, or null if none of the commits changed it.
   *
   * @param quarantine notes the record if it cannot be read
   * @throws UnreadableRecordException if it cannot be read
   */
  CheckpointedRecords.@Nullable Version get(Key key, UnreadableRecords quarantine) {
    long slot = slots[slotOf(key)];
    if (slot == EMPTY) {
      return null;
    }
    byte[] part = partBytes(slot);
    ByteReader reader = new ByteReader(part, offsetOf(slot), part.length);
    KeyCodec.skip(reader);
    int size = reader.readCount();
    try {
      StoredRecord stored = size == 0 ? null : reader.readWithin(size, RecordCodec::read);
      return CheckpointedRecords.Version.of(stored);
    } catch (MalformedBytesException e) {
      quarantine.met(key, e);
      throw new UnreadableRecordException(key, e);
    }
  }

  /** Forgets the changes of a key. */
  void remove(Key key) {
    int at = slotOf(key);
    if (slots[at] != EMPTY) {
      slots[at] = REMOVED;
    }
  }

  private int slotOf(Key key) {
    ByteWriter name = new ByteWriter(KEY_BYTES);
    KeyCodec.write(name, key);
    byte[] bytes = name.toBytes();
    return find(bytes, 0, bytes.length, hash(bytes, 0, bytes.length));
  }

  /** Hears of a change. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param key as {@link KeyCodec} writes it
     * @param record as {@link RecordCodec} writes it; empty if it was deleted
     */
    void visit(byte[] key, byte[] record);
  }

  /** Visits the last change of each key, in no order. */
  void forEach(Visitor visitor) {
    for (long slot : slots) {
      if (slot != EMPTY && slot != REMOVED) {
        byte[] part = partBytes(slot);
        int start = offsetOf(slot);
        ByteReader reader = new ByteReader(part, start, part.length);
        KeyCodec.skip(reader);
        int keyEnd = reader.position();
        int length = reader.readCount();
        visitor.visit(
            Arrays.copyOfRange(part, start, keyEnd),
            Arrays.copyOfRange(part, reader.position(), reader.position() + length));
      }
    }
  }

  /** Keys that are in it, removed ones included. */
  int size() {
    return used;
  }
}
