package tercet.runtime.codec;

import tercet.kernel.id.Key;
import tercet.kernel.id.RecordKind;

/** {@link Key} as bytes: equal keys have equal bytes, different ones different bytes. */
public final class KeyCodec {
  private static final Tags<RecordKind> KINDS =
      new Tags<>("kind of record", RecordKind.values(), RecordKind::number);

  private KeyCodec() {}

  /**
   * Writes a key.
   *
   * @throws IllegalArgumentException if its id is no text; see {@link ByteWriter#writeString}
   */
  public static void write(ByteWriter writer, Key key) {
    writer.writeByte(key.kind().number());
    ShardCodec.write(writer, key.shard());
    writer.writeString(key.id());
  }

  /**
   * Reads a key.
   *
   * @throws MalformedBytesException if it is none
   */
  public static Key read(ByteReader reader) {
    return new Key(KINDS.read(reader), ShardCodec.read(reader), reader.readString());
  }

  /**
   * Passes over a key.
   *
   * @throws MalformedBytesException if it ends too early
   */
  public static void skip(ByteReader reader) {
    reader.skip(2); // kind and service
    reader.readVarint();
    reader.skip(reader.readCount());
  }

  /**
   * The kind of the key that comes next, which stays unread.
   *
   * @throws MalformedBytesException if it is none
   */
  public static RecordKind peekKind(ByteReader reader) {
    return KINDS.peek(reader);
  }
}
