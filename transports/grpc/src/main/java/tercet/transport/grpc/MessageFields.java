package tercet.transport.grpc;

import java.io.IOException;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.MalformedBytesException;

/** Finds a field in a message of Protocol Buffers, and passes over those of newer versions. */
final class MessageFields {
  private static final int NUMBER = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int SIZED = 2;
  private static final int FOUR_BYTES = 5;
  private static final int TYPE_BITS = 3;

  private MessageFields() {}

  /**
   * The place of a field's content: where its length or number begins. The last field of a number
   * counts, as the encoding says.
   *
   * @param tag of the field: its number and its type
   * @return -1 if the message does not have the field
   * @throws IOException if a field has a type that does not exist
   * @throws MalformedBytesException if the bytes are no message
   */
  static int find(byte[] message, int tag) throws IOException {
    int found = -1;
    ByteReader reader = new ByteReader(message);
    while (reader.remaining() > 0) {
      long next = reader.readVarint();
      if (next == tag) {
        found = reader.position();
      }
      switch ((int) next & ((1 << TYPE_BITS) - 1)) {
        case NUMBER -> reader.readVarint();
        case EIGHT_BYTES -> reader.skip(Long.BYTES);
        case SIZED -> reader.skip(reader.readCount());
        case FOUR_BYTES -> reader.skip(Integer.BYTES);
        default -> throw new IOException("a field has no type: " + next);
      }
    }
    return found;
  }
}
