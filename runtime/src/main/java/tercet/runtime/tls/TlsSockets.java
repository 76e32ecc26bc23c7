package tercet.runtime.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Contexts for servers and clients that open their sockets themselves. */
public final class TlsSockets {
  /** The first byte of a TLS handshake (RFC 8446, section 5.1). */
  private static final int HANDSHAKE = 22;

  /** How long a client may go on sending before it reads that this port speaks TLS. */
  private static final int LINGER_MILLIS = 500;

  private static final int DISCARD_BYTES_MAX = 64 * 1024;

  private TlsSockets() {}

  /**
   * For a server whose sockets are handled by a thread each.
   *
   * @param plain bytes for a client that does not speak TLS
   * @param handshakeMax after which a connection is closed whose handshake is not over: a client
   *     may open many and say nothing
   */
  public static SSLContext server(TlsIdentity identity, byte[] plain, Duration handshakeMax) {
    byte[] answer = plain.clone();
    return TlsOverSockets.context(
        identity::context,
        (connected, autoClose) -> accept(identity, connected, autoClose, answer, handshakeMax));
  }

  /**
   * For a client of one server. The library's name of the server is not used: it may come from the
   * network (reverse look-up), and the server must prove the name that the operator has given.
   *
   * @param host name or address that the server's certificate must have
   */
  public static SSLContext client(TlsIdentity identity, String host, int port) {
    return TlsOverSockets.context(
        identity::context,
        (connected, autoClose) ->
            identity.context().getSocketFactory().createSocket(connected, host, port, autoClose));
  }

  private static SSLSocket accept(
      TlsIdentity identity,
      Socket connected,
      boolean autoClose,
      byte[] plain,
      Duration handshakeMax)
      throws IOException {
    int timeoutMillis = connected.getSoTimeout();
    connected.setSoTimeout(Math.toIntExact(handshakeMax.toMillis()));
    int first = connected.getInputStream().read();
    if (first != HANDSHAKE) {
      if (first >= 0) {
        refuse(connected, plain);
      }
      throw new SSLException("this is no TLS handshake");
    }
    InputStream read = new ByteArrayInputStream(new byte[] {(byte) first});
    SSLSocket socket =
        (SSLSocket) identity.context().getSocketFactory().createSocket(connected, read, autoClose);
    socket.setNeedClientAuth(identity.isMutual());
    connected.setSoTimeout(timeoutMillis);
    Thread.startVirtualThread(() -> closeUnlessDone(socket, connected, handshakeMax));
    return socket;
  }

  private static void closeUnlessDone(SSLSocket socket, Socket connected, Duration handshakeMax) {
    LockSupport.parkNanos(handshakeMax.toNanos());
    boolean done = socket.getApplicationProtocol() != null && socket.getHandshakeSession() == null;
    if (!done) {
      close(connected);
    }
  }

  /** The answer must not be overtaken by the reset that unread bytes cause. */
  private static void refuse(Socket connected, byte[] plain) throws IOException {
    connected.getOutputStream().write(plain);
    connected.shutdownOutput();
    connected.setSoTimeout(LINGER_MILLIS);
    connected.getInputStream().readNBytes(DISCARD_BYTES_MAX);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // it is gone in any case
    }
  }
}
