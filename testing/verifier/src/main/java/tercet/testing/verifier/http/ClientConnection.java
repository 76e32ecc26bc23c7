package tercet.testing.verifier.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection with at most one request in flight. For the thread of its run. */
final class ClientConnection {
  enum State {
    OPENING,
    IDLE,
    /** A request was begun and its answer is not complete. */
    BUSY,
    CLOSED
  }

  final ResponseParser response = new ResponseParser();
  final ByteBuffer out = ByteBuffer.allocate(RequestBuffer.BYTES_MAX);
  private final SocketChannel channel;
  private final SelectionKey key;
  private final @Nullable TlsChannel tls;
  private State state = State.OPENING;
  private long tag;
  private long startNanos;
  private long deadlineNanos;

  private ClientConnection(SocketChannel channel, @Nullable TlsChannel tls, Selector selector)
      throws IOException {
    this.channel = channel;
    this.tls = tls;
    this.key = channel.register(selector, SelectionKey.OP_CONNECT);
  }

  /**
   * Begins to open a connection.
   *
   * @param deadlineNanos by when it must be open
   */
  static ClientConnection open(Selector selector, Address address, long deadlineNanos)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(address.socketAddress());
      TlsChannel tls = address.tls() ? TlsChannel.over(channel, address) : null;
      ClientConnection connection = new ClientConnection(channel, tls, selector);
      connection.key.attach(connection);
      connection.deadlineNanos = deadlineNanos;
      return connection;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Goes on opening.
   *
   * @return true if it is open
   * @throws IOException if the server refuses
   */
  boolean finishOpening() throws IOException {
    if (!channel.isConnected() && !channel.finishConnect()) {
      return false;
    }
    TlsChannel over = tls;
    boolean isOpen = over == null || over.shakeHands();
    wantToWrite(over != null && over.hasLeft());
    return isOpen;
  }

  /**
   * Sends the content of {@link #out}.
   *
   * @param startNanos from when the latency counts
   * @param deadlineNanos by when the answer must be complete
   */
  void send(long tag, long startNanos, long deadlineNanos) throws IOException {
    this.tag = tag;
    this.startNanos = startNanos;
    this.deadlineNanos = deadlineNanos;
    state = State.BUSY;
    response.reset();
    continueSending();
  }

  void continueSending() throws IOException {
    TlsChannel over = tls;
    if (over == null) {
      channel.write(out);
      wantToWrite(out.hasRemaining());
    } else {
      wantToWrite(!over.write(out));
    }
  }

  private void wantToWrite(boolean wants) {
    int wanted = wants ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  /**
   * Reads what has arrived.
   *
   * @return true if bytes may have come, false if the server ended the connection
   */
  boolean read(ByteBuffer into) throws IOException {
    into.clear();
    TlsChannel over = tls;
    int count = over == null ? channel.read(into) : over.read(into);
    into.flip();
    return count >= 0;
  }

  /** Whether more of what has arrived can be read at once. */
  boolean hasMore() {
    TlsChannel over = tls;
    return state == State.BUSY && over != null && over.hasMore();
  }

  void becomeIdle() {
    state = State.IDLE;
  }

  void close() {
    state = State.CLOSED;
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      // It is given up either way.
    }
  }

  State state() {
    return state;
  }

  boolean isReadyToWrite() {
    return key.isValid() && key.isWritable();
  }

  boolean isReadyToRead() {
    return key.isValid() && key.isReadable();
  }

  boolean isOverdue(long now) {
    return (state == State.BUSY || state == State.OPENING) && now - deadlineNanos > 0;
  }

  long tag() {
    return tag;
  }

  long startNanos() {
    return startNanos;
  }
}
