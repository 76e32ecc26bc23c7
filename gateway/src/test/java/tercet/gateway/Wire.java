package tercet.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.JsonTree;

/** A socket that sends exactly the bytes that it is given, and reads HTTP/1.1 responses. */
final class Wire implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  Wire(int port) {
    this(connected(port));
  }

  private static Socket connected(int port) {
    try {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * @param connected socket, of TLS for example
   */
  Wire(Socket connected) {
    socket = connected;
    try {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  record Response(int status, Map<String, String> headers, String body) {
    Map<String, Object> json() {
      return JsonTree.object(body);
    }

    /** The stable code of a problem. */
    String code() {
      return String.valueOf(json().get("code"));
    }

    @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  Response get(String path) {
    return request("GET", path);
  }

  Response post(String path, String... headers) {
    return request("POST", path, headers);
  }

  Response request(String method, String path, String... headers) {
    send(head(method, path, headers));
    return read(!method.equals("HEAD"));
  }

  /** The head of a request. */
  static String head(String method, String path, String... headers) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** Sends each character as one byte. */
  void send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Response read() {
    return read(true);
  }

  /** Reads a response; one without a body if it answers HEAD. */
  Response read(boolean withBody) {
    try {
      String[] status = line().split(" ", 3);
      Map<String, String> headers = new TreeMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        headers.put(name, line.substring(colon + 1).strip());
      }
      if (status[1].equals("100")) {
        return read(withBody);
      }
      int length = withBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      return new Response(Integer.parseInt(status[1]), headers, body);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("closed after \"" + line.toString(StandardCharsets.UTF_8) + '"');
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** True once the other side has closed; waits for it, and is false if it takes too long. */
  boolean isClosed() {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
