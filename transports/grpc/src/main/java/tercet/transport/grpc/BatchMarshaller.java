package tercet.transport.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.MalformedBytesException;

/** {@code message Batch { bytes envelopes = 1; }}. Unknown fields are passed over. */
final class BatchMarshaller implements Marshaller<byte[]> {
  /** Tag of the field: its number, and that it has a length. */
  private static final int TAG = 1 << 3 | 2;

  /** A tag and a length. */
  static final int OVERHEAD_BYTES_MAX = 6;

  @Override
  public InputStream stream(byte[] batch) {
    ByteWriter message = new ByteWriter(batch.length + OVERHEAD_BYTES_MAX);
    message.writeByte(TAG);
    message.writeVarint(batch.length);
    message.writeBytes(batch);
    return new Message(message.toBytes());
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      byte[] message = stream.readAllBytes();
      int found = MessageFields.find(message, TAG);
      if (found < 0) {
        return new byte[0]; // as Protocol Buffers write an empty field
      }
      ByteReader reader = new ByteReader(message, found, message.length);
      int size = reader.readCount();
      int start = reader.position();
      return Arrays.copyOfRange(message, start, start + size);
    } catch (IOException | MalformedBytesException failed) {
      throw malformed(failed);
    }
  }

  private static RuntimeException malformed(Exception cause) {
    return Status.INVALID_ARGUMENT
        .withDescription("This is no tercet.v1.Batch.")
        .withCause(cause)
        .asRuntimeException();
  }

  /** Bytes that gRPC need not copy to know how many there are. */
  static final class Message extends ByteArrayInputStream implements KnownLength {
    Message(byte[] bytes) {
      super(bytes);
    }
  }
}
