package tercet.transport.grpc;

import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.MalformedBytesException;

/** {@code message Taken { uint32 no_room = 1; }}. Unknown fields are passed over. */
final class TakenMarshaller implements Marshaller<Integer> {
  /** Tag of the field: its number, and that it is a whole number. */
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
      byte[] message = stream.readAllBytes();
      int found = MessageFields.find(message, TAG);
      return found < 0 ? 0 : new ByteReader(message, found, message.length).readCount();
    } catch (IOException | MalformedBytesException failed) {
      throw Status.INTERNAL
          .withDescription("This is no tercet.v1.Taken.")
          .withCause(failed)
          .asRuntimeException();
    }
  }
}
