package tercet.runtime.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Reads what {@link ByteWriter} wrote. Every method throws {@link MalformedBytesException} if the
 * bytes end too early or mean nothing. Not safe for threads.
 */
public final class ByteReader {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long NON_ASCII = 0x8080808080808080L;

  private final byte[] bytes;
  private final int end;
  private int at;

  /**
   * @param bytes not copied; they must not change while they are read
   */
  public ByteReader(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  /**
   * @param bytes not copied; they must not change while they are read
   * @param from the first byte to be read
   * @param to the first byte after those to be read
   */
  public ByteReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = Objects.checkFromToIndex(from, to, bytes.length);
    this.end = to;
  }

  /** Index of the next byte. */
  public int position() {
    return at;
  }

  /** Passes over bytes. */
  public void skip(int count) {
    require(count);
    at += count;
  }

  /** Bytes not yet read. */
  public int remaining() {
    return end - at;
  }

  /** From 0 to 255. */
  public int readByte() {
    require(1);
    return bytes[at++] & 0xff;
  }

  /** The next byte, from 0 to 255, which stays unread. */
  int peekByte() {
    require(1);
    return bytes[at] & 0xff;
  }

  public boolean readBoolean() {
    int value = readByte();
    if (value > 1) {
      throw malformed(value + " is neither true nor false");
    }
    return value == 1;
  }

  public long readFixed() {
    require(Long.BYTES);
    long value = (long) LONG.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  public long readVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw malformed("a number does not end");
  }

  /** A number that is at least 0 and fits into an {@code int}. */
  public int readCount() {
    long value = readVarint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw malformed(value + " counts nothing");
    }
    return (int) value;
  }

  public Instant readInstant() {
    long value = readVarint();
    return Instant.ofEpochMilli((value >>> 1) ^ -(value & 1));
  }

  /** Text as UTF-8 after its length in bytes. */
  public String readString() {
    return readText(readCount());
  }

  /** Text as UTF-8 of so many bytes. */
  String readText(int length) {
    require(length);
    int start = at;
    at += length;
    return isAscii(start, at)
        ? new String(bytes, start, length, StandardCharsets.ISO_8859_1)
        : readUnicode(start, length);
  }

  private boolean isAscii(int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      if (((long) LONG.get(bytes, i) & NON_ASCII) != 0) {
        return false;
      }
    }
    for (; i < to; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private String readUnicode(int start, int length) {
    try {
      ByteBuffer encoded = ByteBuffer.wrap(bytes, start, length);
      return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedBytesException("text that is not UTF-8 at byte " + start, e);
    }
  }

  public <T> List<T> readList(Function<ByteReader, T> element) {
    int count = readCount();
    require(count); // an element takes a byte at least, so a wild count fails before it allocates
    if (count == 0) {
      return List.of();
    }
    if (count == 1) {
      return List.of(element.apply(this));
    }
    List<T> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(element.apply(this));
    }
    return List.copyOf(list);
  }

  /**
   * A value after its size, as {@link ByteWriter#writeSized} wrote it. Skips the bytes after the
   * value within the size: fields of a newer version.
   */
  public <T> T readSized(Function<ByteReader, T> value) {
    return readWithin(readCount(), value);
  }

  /** A value in the next {@code size} bytes. Skips the bytes after the value. */
  public <T> T readWithin(int size, Function<ByteReader, T> value) {
    int start = at;
    skip(size);
    return value.apply(new ByteReader(bytes, start, at));
  }

  private void require(int count) {
    if (count > end - at) {
      throw malformed("it ends too early");
    }
  }

  /** Says that the next byte is a number that a newer version may have given a meaning. */
  MalformedBytesException unknown(String what) {
    return MalformedBytesException.unknown("Unknown at byte " + at + " of " + end + ": " + what);
  }

  MalformedBytesException malformed(String what) {
    return new MalformedBytesException("Malformed at byte " + at + " of " + end + ": " + what);
  }
}
