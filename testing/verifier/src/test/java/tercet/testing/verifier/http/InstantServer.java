package tercet.testing.verifier.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The fastest server there can be: one thread that answers every request with the same few bytes.
 * It takes every read for one request, which is true of a client that does not pipeline.
 */
final class InstantServer implements AutoCloseable {
  private static final int BACKLOG = 2_048;
  private static final byte[] ANSWER =
      """
      HTTP/1.1 200 OK\r
      Date: Sat, 21 Nov 2026 12:00:00 GMT\r
      Connection: keep-alive\r
      Content-Type: application/json\r
      Content-Length: 2\r
      \r
      {}\
      """
          .getBytes(StandardCharsets.US_ASCII);

  private final Selector selector;
  private final ServerSocketChannel listener;
  private final ByteBuffer in = ByteBuffer.allocateDirect(4_096);
  private final ByteBuffer out = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);

  InstantServer() throws IOException {
    selector = Selector.open();
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    Thread.ofPlatform().daemon().name("instant-server").start(this::serveAll);
  }

  URI address() throws IOException {
    InetSocketAddress local = (InetSocketAddress) listener.getLocalAddress();
    return URI.create("http://127.0.0.1:" + local.getPort());
  }

  private void serveAll() {
    try {
      while (listener.isOpen()) {
        selector.select(this::serve);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (!key.isValid()) {
        return;
      }
      if (key.isAcceptable()) {
        SocketChannel accepted = listener.accept();
        accepted.configureBlocking(false);
        accepted.register(selector, SelectionKey.OP_READ);
      } else {
        answer((SocketChannel) key.channel());
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  private void answer(SocketChannel channel) throws IOException {
    in.clear();
    if (channel.read(in) < 0) {
      channel.close();
    } else {
      channel.write(out.flip());
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    selector.wakeup();
  }
}
