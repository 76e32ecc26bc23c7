package tercet.e2e.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * Requests of exactly these bytes, each on a connection of its own, and all bytes of the answer.
 */
final class RawHttp {
  private static final int PATIENCE_MILLIS = 30_000;

  private RawHttp() {}

  static String get(int port, String path, String headers) throws IOException {
    return ask(port, "GET " + path + " HTTP/1.1\r\n" + whole(headers) + "\r\n\r\n");
  }

  static String post(int port, String path, String headers) throws IOException {
    return post(port, path, headers, "");
  }

  static String post(int port, String path, String headers, String body) throws IOException {
    String length = "\r\nContent-Length: " + body.length() + "\r\n\r\n";
    return ask(port, "POST " + path + " HTTP/1.1\r\n" + whole(headers) + length + body);
  }

  private static String whole(String headers) {
    String host = headers.contains("Host: ") ? "" : "Host: localhost\r\n";
    return host + headers + "\r\nConnection: close";
  }

  static String ask(int port, String request) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Reads up to the end, if there is one; waits for it as long as the socket's time limit. */
  static boolean isClosed(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }
}
