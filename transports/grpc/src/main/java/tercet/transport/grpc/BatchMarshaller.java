package tercet.transport.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.MalformedBytesException;

/**
 * {@code message Batch { bytes envelopes = 1; }}. Unknown fields are not expected here, and make a
 * message malformed.
 */
final class BatchMarshaller implements Marshaller<byte[]> {
  /** Of the field: its number and that it has a length. */
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
      ByteReader reader = new ByteReader(message);
      if (reader.remaining() == 0) {
        return message; // as Protocol Buffers write an empty field
      }
      if (reader.readByte() != TAG || reader.readCount() != reader.remaining()) {
        throw new IOException("an unknown field");
      }
      byte[] batch = new byte[reader.remaining()];
      System.arraycopy(message, reader.position(), batch, 0, batch.length);
      return batch;
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
