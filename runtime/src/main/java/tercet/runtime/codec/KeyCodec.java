package tercet.runtime.codec;

import java.util.HexFormat;
import java.util.stream.Stream;
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
   * The number of the kind of the key that comes next, which stays unread. There may be no kind
   * with this number in this version.
   *
   * @throws MalformedBytesException if nothing comes
   */
  public static int peekKind(ByteReader reader) {
    return reader.peekByte();
  }

  /**
   * A key for a person, also that of a kind that only a newer version knows.
   *
   * @param key and no other bytes
   */
  public static String describe(byte[] key) {
    if (key.length > 0) {
      byte[] ofSomeKind = key.clone();
      ofSomeKind[0] = (byte) RecordKind.ITEM.number();
      try {
        Key read = read(new ByteReader(ofSomeKind));
        return "%s %s of shard %s/%d"
            .formatted(
                kind(key[0] & 0xff), read.id(), read.shard().service(), read.shard().index());
      } catch (MalformedBytesException e) {
        // No key of any version that keeps the format of this one.
      }
    }
    return "key " + HexFormat.of().formatHex(key);
  }

  private static String kind(int number) {
    return Stream.of(RecordKind.values())
        .filter(kind -> kind.number() == number)
        .map(RecordKind::name)
        .findFirst()
        .orElse("KIND_" + number);
  }
}
