package tercet.testing.verifier.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens on the loopback address and holds one conversation per connection. */
public final class SocketServer implements AutoCloseable {
  private static final int BACKLOG = 2_048;

  /** The conversation on a connection, which is closed when this returns or throws. */
  @FunctionalInterface
  public interface Conversation {
    void hold(Socket connection) throws IOException;
  }

  private final ServerSocket listener;
  private final Conversation conversation;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Thread acceptor;
  private final AtomicInteger accepted = new AtomicInteger();

  /** Takes a free port. */
  public SocketServer(Conversation conversation) {
    this(0, conversation);
  }

  public SocketServer(int port, Conversation conversation) {
    this.conversation = conversation;
    try {
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    acceptor = Thread.ofPlatform().daemon().name("acceptor").start(this::acceptAll);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** How many connections were opened so far. */
  public int accepted() {
    return accepted.get();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket connection = listener.accept();
        accepted.incrementAndGet();
        open.add(connection);
        Thread.ofVirtual().start(() -> converse(connection));
      }
    } catch (IOException e) {
      // Closed: the end of this server.
    }
  }

  private void converse(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      conversation.hold(connection);
    } catch (IOException e) {
      // The other side is gone, or this server is closed.
    } finally {
      open.remove(connection);
    }
  }

  /** Dies: no more connections, and those that are open end at once. Its port is free then. */
  @Override
  public void close() {
    try {
      listener.close();
      acceptor.join();
      for (Socket connection : open) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
