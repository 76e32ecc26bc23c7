package tercet.store.redis;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.StoredRecord;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.codec.RecordCodec;
import tercet.runtime.codec.WholeMillis;

/**
 * Values of records. The value of a record that expires begins with a zero byte and the time in six
 * bytes, so that a script can read it. No other value begins with a zero byte.
 */
final class RecordBytes {
  private static final int EXPIRY_BYTES = 6;
  private static final int HEAD = 1 + EXPIRY_BYTES;
  private static final long EXPIRY_MAX = (1L << (EXPIRY_BYTES * Byte.SIZE)) - 1;

  private RecordBytes() {}

  static byte[] of(ByteWriter writer, StoredRecord stored) {
    writer.clear();
    if (stored instanceof StoredRecord.Expiring expiring) {
      long expiry = expiry(expiring);
      writer.writeByte(0);
      for (int shift = (EXPIRY_BYTES - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
        writer.writeByte((int) (expiry >>> shift) & 0xff);
      }
    }
    RecordCodec.write(writer, stored);
    return writer.toBytes();
  }

  /** When a record expires, in milliseconds since 1970. */
  static long expiry(StoredRecord.Expiring expiring) {
    return Math.clamp(WholeMillis.of(expiring.expiresAt()), 0, EXPIRY_MAX);
  }

  /**
   * The record that such a value means.
   *
   * @param value null if there is none
   * @throws MalformedBytesException if it is no record
   */
  static @Nullable StoredRecord read(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    boolean expires = value.length > HEAD && value[0] == 0;
    byte[] bytes = expires ? Arrays.copyOfRange(value, HEAD, value.length) : value;
    return RecordCodec.read(new ByteReader(bytes));
  }
}
