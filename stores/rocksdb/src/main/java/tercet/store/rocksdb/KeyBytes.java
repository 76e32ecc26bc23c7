package tercet.store.rocksdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import tercet.kernel.id.Key;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.KeyCodec;

/** A key as {@link KeyCodec} writes it, with its hash. Immutable, but for the bytes. */
final class KeyBytes {
  private static final int USUAL_BYTES = 64;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int hash;

  private KeyBytes(byte[] bytes) {
    this.bytes = bytes;
    this.hash = hash(bytes, 0, bytes.length);
  }

  static KeyBytes of(Key key) {
    ByteWriter writer = new ByteWriter(USUAL_BYTES);
    KeyCodec.write(writer, key);
    return new KeyBytes(writer.toBytes());
  }

  /** Not a copy. */
  byte[] bytes() {
    return bytes;
  }

  int hash() {
    return hash;
  }

  /**
   * Whether the same key begins at an index of other bytes. No key's bytes are the beginning of
   * another one's: they say how long the id is.
   */
  boolean isAt(byte[] other, int start) {
    int end = start + bytes.length;
    return end <= other.length && Arrays.equals(other, start, end, bytes, 0, bytes.length);
  }

  /** The hash of a key in a part of some bytes. */
  static int hash(byte[] bytes, int from, int to) {
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
}
