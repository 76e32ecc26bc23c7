package tercet.runtime.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes values one after the other into an array that grows. Not safe for threads. */
public final class ByteWriter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int VARINT_MAX = 10;

  private byte[] bytes;
  private int size;

  /**
   * @param capacity bytes that fit before the array grows
   */
  public ByteWriter(int capacity) {
    bytes = new byte[Math.max(capacity, VARINT_MAX)];
  }

  /** Bytes written. */
  public int size() {
    return size;
  }

  /** Bytes that fit before the array grows. */
  public int capacity() {
    return bytes.length;
  }

  /** Forgets the bytes and keeps the array. */
  public void clear() {
    size = 0;
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /**
   * @param value only its low eight bits are written
   */
  public void writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  /** Bytes as they are, without how many there are. */
  public void writeBytes(byte[] written) {
    reserve(written.length);
    System.arraycopy(written, 0, bytes, size, written.length);
    size += written.length;
  }

  /** The bytes of another writer. */
  void writeAll(ByteWriter other) {
    reserve(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
  }

  public void writeBoolean(boolean value) {
    writeByte(value ? 1 : 0);
  }

  /** Eight bytes, the highest first. */
  public void writeFixed(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** One byte for small numbers, up to ten for large and negative ones. */
  public void writeVarint(long value) {
    reserve(VARINT_MAX);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** In whole milliseconds; see {@link WholeMillis}. */
  public void writeInstant(Instant moment) {
    long millis = WholeMillis.of(moment);
    writeVarint((millis << 1) ^ (millis >> 63)); // moments before 1970 stay short, too
  }

  /**
   * Text as UTF-8, after its length in bytes.
   *
   * @throws IllegalArgumentException if it is no text: half of a surrogate pair
   */
  public void writeString(String text) {
    int length = text.length();
    reserve(VARINT_MAX + length);
    int start = size;
    writeVarint(length);
    byte[] target = bytes;
    int at = size;
    for (int i = 0; i < length; i++) {
      char character = text.charAt(i);
      if (character >= 0x80) {
        size = start;
        writeUnicode(text);
        return;
      }
      target[at++] = (byte) character;
    }
    size = at;
  }

  private void writeUnicode(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      int length = encoded.remaining();
      writeVarint(length);
      reserve(length);
      encoded.get(bytes, size, length);
      size += length;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("half of a surrogate pair is no text", e);
    }
  }

  /** How many bytes a value takes, then the value: so that a reader can pass over it. */
  public <T> void writeSized(T value, BiConsumer<ByteWriter, T> write) {
    int start = size;
    writeByte(0); // most sizes fit
    write.accept(this, value);
    int length = size - start - 1;
    int more = (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(length | 1)) / 7;
    reserve(VARINT_MAX);
    System.arraycopy(bytes, start + 1, bytes, start + 1 + more, length);
    size = start;
    writeVarint(length);
    size += length;
  }

  /** How many there are, then each. */
  public <T> void writeList(List<T> list, BiConsumer<ByteWriter, T> element) {
    int count = list.size();
    writeVarint(count);
    for (int i = 0; i < count; i++) {
      element.accept(this, list.get(i));
    }
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
  }
}
