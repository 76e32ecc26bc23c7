package tercet.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import tercet.kernel.id.Key;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.KeyCodec;

/**
 * The change of a record among other bytes: the key, the size of the record, and the record, as
 * {@link CommitBytes} writes them. The size is 0 if the record was deleted. Ordered by the bytes of
 * the key.
 */
final class Entry implements Comparable<Entry> {
  private static final int VARINT_BYTES = 5;

  private final byte[] bytes;
  private final int start;
  private final int keyEnd;
  private final int recordStart;
  private final int end;
  private final int hash;

  /** The first bytes of the key, so that most comparisons need not look further. */
  private final long prefix;

  /**
   * @param start where it begins
   * @param hash of the key
   */
  Entry(byte[] bytes, int start, int hash) {
    ByteReader reader = new ByteReader(bytes, start, bytes.length);
    KeyCodec.skip(reader);
    this.bytes = bytes;
    this.start = start;
    this.keyEnd = reader.position();
    int size = reader.readCount();
    this.recordStart = reader.position();
    this.end = recordStart + size;
    this.hash = hash;
    long first = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      first = first << Byte.SIZE | (start + i < keyEnd ? bytes[start + i] & 0xff : 0);
    }
    this.prefix = first;
  }

  /** Of a key alone, as of one that was deleted. */
  static Entry ofDeleted(byte[] key) {
    byte[] bytes = Arrays.copyOf(key, key.length + 1); // a size of 0 follows
    return new Entry(bytes, 0, KeyBytes.hash(key, 0, key.length));
  }

  /** Of a record that was read from a file. */
  static Entry of(KeyBytes key, byte[] record) {
    ByteWriter writer = new ByteWriter(key.bytes().length + VARINT_BYTES + record.length);
    writer.writeBytes(key.bytes());
    writer.writeVarint(record.length);
    writer.writeBytes(record);
    return new Entry(writer.toBytes(), 0, key.hash());
  }

  int hash() {
    return hash;
  }

  int kindNumber() {
    return KeyCodec.peekKind(new ByteReader(bytes, start, keyEnd));
  }

  /**
   * The key as an object.
   *
   * @throws tercet.runtime.codec.MalformedBytesException if only a newer version knows its kind
   */
  Key key() {
    return KeyCodec.read(new ByteReader(bytes, start, keyEnd));
  }

  /** A copy of the bytes of the key. */
  byte[] keyBytes() {
    return Arrays.copyOfRange(bytes, start, keyEnd);
  }

  /** The bytes of the record. */
  ByteReader record() {
    return new ByteReader(bytes, recordStart, end);
  }

  boolean isDeletion() {
    return recordStart == end;
  }

  int size() {
    return end - start;
  }

  int recordSize() {
    return end - recordStart;
  }

  /** Writes the key. */
  void putKey(ByteBuffer target) {
    target.put(bytes, start, keyEnd - start);
  }

  /** Writes the record. */
  void putRecord(ByteBuffer target) {
    target.put(bytes, recordStart, end - recordStart);
  }

  /** Writes all of it. */
  void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, start, target, at, end - start);
  }

  /** Whether another entry begins with the same key. */
  boolean hasKeyAt(byte[] other, int otherStart) {
    int otherEnd = otherStart + keyEnd - start;
    return otherEnd <= other.length
        && Arrays.equals(other, otherStart, otherEnd, bytes, start, keyEnd);
  }

  @Override
  public int compareTo(Entry other) {
    int byPrefix = Long.compareUnsigned(prefix, other.prefix);
    return byPrefix != 0
        ? byPrefix
        : Arrays.compareUnsigned(bytes, start, keyEnd, other.bytes, other.start, other.keyEnd);
  }
}
