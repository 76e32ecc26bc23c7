package tercet.transport.grpc;

import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.MalformedBytesException;

/** {@code message Taken { uint32 no_room = 1; }}. */
final class TakenMarshaller implements Marshaller<Integer> {
  /** Of the field: its number and that it is a whole number. */
  private static final int TAG = 1 << 3;

  @Override
  public InputStream stream(Integer noRoom) {
    ByteWriter message = new ByteWriter(8);
    if (noRoom != 0) {
      message.writeByte(TAG);
      message.writeVarint(noRoom);
    }
    return new BatchMarshaller.Message(message.toBytes());
  }

  @Override
  public Integer parse(InputStream stream) {
    try {
      ByteReader reader = new ByteReader(stream.readAllBytes());
      if (reader.remaining() == 0) {
        return 0;
      }
      if (reader.readByte() == TAG) {
        return reader.readCount();
      }
      throw new IOException("an unknown field");
    } catch (IOException | MalformedBytesException failed) {
      throw Status.INTERNAL
          .withDescription("This is no tercet.v1.Taken.")
          .withCause(failed)
          .asRuntimeException();
    }
  }
}
