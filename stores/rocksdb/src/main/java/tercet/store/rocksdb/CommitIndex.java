package tercet.store.rocksdb;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.KeyCodec;

/**
 * The last change of each key in some commits, found by the bytes of the key. The changes stay as
 * the bytes that the log on disk has: objects of all of them would take several times as much
 * memory and as long a recovery, and the collector would have to visit each.
 *
 * <p>Safe for threads, if no two change the same key at once. Tables of a part of the keys each
 * have a lock of their own, and grow by themselves.
 */
final class CommitIndex {
  /** The largest part of a commit. */
  static final int PART_BYTES_MAX = 1 << 28;

  private static final int OFFSET_BITS = 28;
  private static final int PART_BITS = 26;
  private static final long DELETED = 1L << (OFFSET_BITS + PART_BITS);
  private static final int TABLE_BITS = 6;

  /** By the highest bits of the hash. Each is the lock for itself. */
  private final HashSlots[] tables = new HashSlots[1 << TABLE_BITS];

  private final LongAdder records = new LongAdder();
  private final LongAdder changes = new LongAdder();

  /** By number in this index; there is none with number 0. Changed under the lock of this. */
  private volatile @Nullable Part[] parts = new Part[64];

  private final Deque<Integer> unused = new ArrayDeque<>();
  private int partCount = 1;

  CommitIndex() {
    for (int i = 0; i < tables.length; i++) {
      tables[i] = new HashSlots();
    }
  }

  /** Some changes of a commit. */
  private static final class Part {
    private final long commit;
    private final byte[] bytes;

    Part(long commit, byte[] bytes) {
      this.commit = commit;
      this.bytes = bytes;
    }
  }

  /**
   * Adds a part of a commit. Where commits change the same key, the one with the higher number
   * counts; where parts of one commit do, the one that does not delete it.
   *
   * @param commit its number
   * @param bytes as {@link CommitBytes} writes them; not copied
   * @return a number of the part, for {@link #drop}
   * @throws tercet.runtime.codec.MalformedBytesException if the data is damaged
   */
  int add(long commit, byte[] bytes) {
    if (bytes.length >> OFFSET_BITS != 0) {
      throw new IllegalStateException("a commit is too large: " + bytes.length + " bytes");
    }
    int number = addPart(new Part(commit, bytes));
    ByteReader reader = new ByteReader(bytes);
    while (reader.remaining() > 0) {
      int start = reader.position();
      KeyCodec.skip(reader);
      int hash = KeyBytes.hash(bytes, start, reader.position());
      int size = reader.readCount();
      reader.skip(size);
      add(commit, bytes, start, hash, place(number, start) | (size == 0 ? DELETED : 0));
    }
    return number;
  }

  private synchronized int addPart(Part part) {
    Integer free = unused.poll();
    int number = free == null ? partCount++ : free;
    if (number >> PART_BITS != 0) {
      throw new IllegalStateException("too many commits in memory: " + number);
    }
    if (number == parts.length) {
      parts = Arrays.copyOf(parts, 2 * number);
    }
    parts[number] = part; // seen by those who find it: the lock of a table comes in between
    return number;
  }

  private void add(long commit, byte[] bytes, int start, int hash, long place) {
    HashSlots table = table(hash);
    synchronized (table) {
      int slot = find(table, bytes, start, hash);
      if (slot == HashSlots.NONE) {
        table.add(hash, place);
        changes.increment();
        count(place, 1);
        return;
      }
      long found = table.place(slot);
      long before = part(found).commit;
      if (before < commit || (before == commit && !isDeletion(place))) {
        table.replace(slot, place);
        count(found, -1);
        count(place, 1);
      }
    }
  }

  private void count(long place, int by) {
    if (!isDeletion(place)) {
      records.add(by);
    }
  }

  private HashSlots table(int hash) {
    return tables[hash >>> (Integer.SIZE - TABLE_BITS)];
  }

  /** Where a table has the key that begins there, too. */
  private int find(HashSlots table, byte[] bytes, int start, int hash) {
    int slot = table.first(hash);
    while (slot != HashSlots.NONE && !isSameKey(table.place(slot), bytes, start)) {
      slot = table.next(slot, hash);
    }
    return slot;
  }

  private boolean isSameKey(long place, byte[] bytes, int start) {
    byte[] other = part(place).bytes;
    int otherStart = offset(place);
    int otherEnd = keyEnd(other, otherStart);
    int end = start + otherEnd - otherStart;
    return end <= bytes.length && Arrays.equals(other, otherStart, otherEnd, bytes, start, end);
  }

  private int find(HashSlots table, KeyBytes key) {
    int slot = table.first(key.hash());
    while (slot != HashSlots.NONE) {
      long place = table.place(slot);
      if (key.isAt(part(place).bytes, offset(place))) {
        return slot;
      }
      slot = table.next(slot, key.hash());
    }
    return slot;
  }

  private Part part(long place) {
    Part part = parts[partNumber(place)];
    if (part == null) {
      throw new IllegalStateException("a part was dropped whose changes are still found");
    }
    return part;
  }

  private static int keyEnd(byte[] part, int start) {
    ByteReader reader = new ByteReader(part, start, part.length);
    KeyCodec.skip(reader);
    return reader.position();
  }

  private static long place(int part, int offset) {
    return (long) part << OFFSET_BITS | offset;
  }

  private static int partNumber(long place) {
    return (int) (place >>> OFFSET_BITS) & ((1 << PART_BITS) - 1);
  }

  private static int offset(long place) {
    return (int) place & ((1 << OFFSET_BITS) - 1);
  }

  private static boolean isDeletion(long place) {
    return (place & DELETED) != 0;
  }

  /**
   * The record of a key after its last change.
   *
   * @return its bytes, none if it was deleted; null if no commit changed it
   */
  @Nullable ByteReader find(KeyBytes key) {
    HashSlots table = table(key.hash());
    byte[] part;
    int start;
    synchronized (table) {
      int slot = find(table, key);
      if (slot == HashSlots.NONE) {
        return null;
      }
      long place = table.place(slot);
      part = part(place).bytes;
      start = offset(place);
    }
    ByteReader reader = new ByteReader(part, start + key.bytes().length, part.length);
    int size = reader.readCount();
    return new ByteReader(part, reader.position(), reader.position() + size);
  }

  boolean contains(KeyBytes key) {
    HashSlots table = table(key.hash());
    synchronized (table) {
      return find(table, key) != HashSlots.NONE;
    }
  }

  /** Forgets the changes of a key. */
  void remove(KeyBytes key) {
    HashSlots table = table(key.hash());
    synchronized (table) {
      int slot = find(table, key);
      if (slot != HashSlots.NONE) {
        remove(table, slot);
      }
    }
  }

  private void remove(HashSlots table, int slot) {
    count(table.place(slot), -1);
    table.remove(slot);
    changes.decrement();
  }

  /**
   * Forgets a part. Earlier changes of its keys are forgotten, too.
   *
   * @param number as {@link #add} told it
   */
  void drop(int number) {
    byte[] bytes = part(place(number, 0)).bytes;
    ByteReader reader = new ByteReader(bytes);
    while (reader.remaining() > 0) {
      int start = reader.position();
      KeyCodec.skip(reader);
      int hash = KeyBytes.hash(bytes, start, reader.position());
      reader.skip(reader.readCount());
      drop(place(number, start), hash);
    }
    synchronized (this) {
      parts[number] = null;
      unused.add(number);
    }
  }

  private void drop(long place, int hash) {
    HashSlots table = table(hash);
    synchronized (table) {
      int slot = table.first(hash);
      while (slot != HashSlots.NONE && (table.place(slot) & ~DELETED) != place) {
        slot = table.next(slot, hash);
      }
      if (slot != HashSlots.NONE) {
        remove(table, slot);
      }
    }
  }

  /** Hears of a change. */
  @FunctionalInterface
  interface Visitor {
    void visit(Entry entry);
  }

  /** Visits the last change of each key, in no order. Nothing may be added meanwhile. */
  void forEach(Visitor visitor) {
    for (HashSlots table : tables) {
      synchronized (table) {
        table.forEach(
            (hash, place) -> visitor.visit(new Entry(part(place).bytes, offset(place), hash)));
      }
    }
  }

  /** Keys that are in it, those of deleted records included. */
  long changeCount() {
    return changes.sum();
  }

  /** Keys of records that are not deleted. */
  long recordCount() {
    return records.sum();
  }
}
