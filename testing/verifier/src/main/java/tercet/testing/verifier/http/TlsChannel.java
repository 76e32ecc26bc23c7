package tercet.testing.verifier.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;

/**
 * TLS over a connection that does not block, with the default context of the process (RFC 8446 by
 * {@link SSLEngine}). The server must prove its host. For the thread of its run.
 */
final class TlsChannel {
  private final SocketChannel channel;
  private final SSLEngine engine;

  /** Bytes from the network, ready to be filled. */
  private final ByteBuffer arrived;

  /** Bytes for the network, ready to be sent. */
  private final ByteBuffer leaving;

  /** The last read had no room for all that had arrived. */
  private boolean more;

  private TlsChannel(SocketChannel channel, SSLEngine engine) {
    this.channel = channel;
    this.engine = engine;
    int size = engine.getSession().getPacketBufferSize();
    this.arrived = ByteBuffer.allocate(size);
    this.leaving = ByteBuffer.allocate(size).flip();
  }

  /** Begins a handshake on a connection that is being opened. */
  static TlsChannel over(SocketChannel channel, Address address) throws IOException {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine(address.host(), address.port());
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
      TlsChannel tls = new TlsChannel(channel, engine);
      engine.beginHandshake();
      return tls;
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  /**
   * Goes on with the handshake as far as the bytes allow.
   *
   * @return true if it is over
   * @throws IOException if the server is not the right one, or is gone
   */
  boolean shakeHands() throws IOException {
    ByteBuffer nothing = ByteBuffer.allocate(0);
    ByteBuffer none = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    while (flush()) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> wrap(nothing);
        case NEED_TASK -> runTasks();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (unwrap(none) == SSLEngineResult.Status.BUFFER_UNDERFLOW && receive() <= 0) {
            return false;
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Encrypts and sends.
   *
   * @return false if something is left for when the connection is ready to be written again
   */
  boolean write(ByteBuffer plain) throws IOException {
    while (flush()) {
      if (!plain.hasRemaining()) {
        return true;
      }
      wrap(plain);
    }
    return false;
  }

  /**
   * Decrypts what has arrived.
   *
   * @return -1 if the server ended the connection
   */
  int read(ByteBuffer plain) throws IOException {
    int before = plain.position();
    more = false;
    while (true) {
      SSLEngineResult.Status status = unwrap(plain);
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        runTasks(); // such as a new session ticket
      }
      switch (status) {
        case OK -> {}
        case BUFFER_OVERFLOW -> {
          more = true;
          return plain.position() - before;
        }
        case CLOSED -> {
          return plain.position() > before ? plain.position() - before : -1;
        }
        case BUFFER_UNDERFLOW -> {
          int count = receive();
          if (count <= 0) {
            int read = plain.position() - before;
            return read == 0 ? count : read;
          }
        }
      }
    }
  }

  private void wrap(ByteBuffer plain) throws IOException {
    leaving.clear();
    SSLEngineResult result = engine.wrap(plain, leaving);
    leaving.flip();
    if (result.getStatus() != SSLEngineResult.Status.OK) {
      throw new IOException("TLS: " + result.getStatus());
    }
  }

  private SSLEngineResult.Status unwrap(ByteBuffer plain) throws IOException {
    arrived.flip();
    try {
      return engine.unwrap(arrived, plain).getStatus();
    } finally {
      arrived.compact();
    }
  }

  private int receive() throws IOException {
    int count = channel.read(arrived);
    if (count < 0 && engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      throw new IOException("the server ended the connection within the handshake");
    }
    return count;
  }

  private boolean flush() throws IOException {
    if (leaving.hasRemaining()) {
      channel.write(leaving);
    }
    return !leaving.hasRemaining();
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Whether there is more to be read, without a new sign of the connection. */
  boolean hasMore() {
    return more;
  }

  /** Whether encrypted bytes wait for the connection to be ready to be written. */
  boolean hasLeft() {
    return leaving.hasRemaining();
  }
}
