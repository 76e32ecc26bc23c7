package tercet.runtime.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

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
   * @param handshakes that are under way
   */
  public static SSLContext server(TlsIdentity identity, byte[] plain, Handshakes handshakes) {
    byte[] answer = plain.clone();
    return TlsOverSockets.context(
        identity::context,
        (connected, autoClose) -> accept(identity, connected, autoClose, answer, handshakes));
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
      Handshakes handshakes)
      throws IOException {
    AtomicReference<@Nullable SSLSocket> made = new AtomicReference<>();
    handshakes.begin(connected, () -> isDone(made.get()));
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
    made.set(socket);
    return socket;
  }

  private static boolean isDone(@Nullable SSLSocket socket) {
    return socket != null
        && socket.getApplicationProtocol() != null
        && socket.getHandshakeSession() == null;
  }

  /** The answer must not be overtaken by the reset that unread bytes cause. */
  private static void refuse(Socket connected, byte[] plain) throws IOException {
    connected.getOutputStream().write(plain);
    connected.shutdownOutput();
    connected.setSoTimeout(LINGER_MILLIS);
    connected.getInputStream().readNBytes(DISCARD_BYTES_MAX);
  }
}
