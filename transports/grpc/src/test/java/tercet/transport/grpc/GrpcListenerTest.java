package tercet.transport.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerWire;
import tercet.testing.contract.EchoNode;
import tercet.testing.contract.Loopback;

/** The bytes that other implementations of {@code tercet/v1/envelopes.proto} get. */
final class GrpcListenerTest {
  private static final MethodDescriptor<byte[], byte[]> SEND =
      MethodDescriptor.newBuilder(new AsItIs(), new AsItIs())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("tercet.v1.Envelopes/Send")
          .build();

  private final AtomicInteger bytes = new AtomicInteger(-1);

  @Test
  void messagesAreThoseOfTheDefinition() throws IOException {
    assertEquals("", send("", 0, true));
    assertEquals(0, bytes.get());
    assertEquals("", send("0a03010203", 0, true));
    assertEquals(3, bytes.get());
    assertEquals("08ac02", send("0a00", 300, true));
    assertEquals(0, bytes.get());
  }

  @Test
  void callWithoutSecretIsRefused() throws IOException {
    assertEquals(Status.Code.UNAUTHENTICATED, refusal("0a00", false));
    assertEquals(-1, bytes.get());
  }

  @Test
  void messageOfAnotherFormIsRefused() throws IOException {
    for (String message :
        new String[] {"0a", "0a05", "0a0101ff", "1202", "0b", "ffffffffffffffffffff"}) {
      refusal(message, true);
      assertEquals(-1, bytes.get());
    }
    assertEquals("", send("0a00", 0, true));
  }

  @Test
  void fieldsOfANewerVersionArePassedOver() throws IOException {
    assertEquals("", send("1202aabb 0a03010203 18ff01 25aabbccdd 290102030405060708", 0, true));
    assertEquals(3, bytes.get());
    assertEquals(300, new TakenMarshaller().parse(stream("12020101 08ac02 1805")));
    assertEquals(0, new TakenMarshaller().parse(stream("1805")));
  }

  private static InputStream stream(String hex) {
    return new ByteArrayInputStream(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private Status.Code refusal(String message, boolean authorized) {
    return assertThrows(StatusRuntimeException.class, () -> send(message, 0, authorized))
        .getStatus()
        .getCode();
  }

  private String send(String message, int noRoom, boolean authorized) throws IOException {
    NodeAddress address = Loopback.freeAddress();
    Metadata metadata = new Metadata();
    if (authorized) {
      metadata.put(GrpcWire.AUTHORIZATION, EchoNode.SECRET.header());
    }
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address.host(), address.port())
            .usePlaintext()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(metadata))
            .build();
    try (PeerWire.PeerListener _ =
        new GrpcWire(EchoNode.SECRET)
            .listen(
                address,
                batch -> {
                  bytes.set(batch.length);
                  return noRoom;
                })) {
      HexFormat hex = HexFormat.of();
      return hex.formatHex(
          ClientCalls.blockingUnaryCall(
              channel, SEND, CallOptions.DEFAULT, hex.parseHex(message.replace(" ", ""))));
    } finally {
      channel.shutdownNow();
    }
  }

  private record AsItIs() implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }
}
