package tercet.testing.verifier.fake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Speaks as much HTTP/1.1 as requests without a body need, over one connection at a time. */
public final class HttpConversation implements SocketServer.Conversation {
  /**
   * A request.
   *
   * @param headers by name in lower case
   */
  public record Request(String method, String path, Map<String, String> headers) {
    public Request {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * An answer.
   *
   * @param body JSON
   */
  public record Response(int status, String body) {}

  /** Answers requests; called by many threads. */
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request) throws IOException;
  }

  private final Handler handler;

  public HttpConversation(Handler handler) {
    this.handler = handler;
  }

  @Override
  public void hold(Socket connection) throws IOException {
    InputStream in = new BufferedInputStream(connection.getInputStream());
    for (String first = readLine(in); !first.isEmpty(); first = readLine(in)) {
      String[] words = first.split(" ", -1);
      Map<String, String> headers = new HashMap<>();
      for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
        int colon = line.indexOf(':');
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        headers.put(name, line.substring(colon + 1).strip());
      }
      Response response = handler.handle(new Request(words[0], words[1], headers));
      connection.getOutputStream().write(bytes(response));
    }
  }

  /** Empty at the end of the connection. */
  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int sign = in.read(); sign >= 0 && sign != '\n'; sign = in.read()) {
      if (sign != '\r') {
        line.append((char) sign);
      }
    }
    return line.toString();
  }

  /** A complete answer with its head. */
  public static byte[] bytes(Response response) {
    int length = response.body().getBytes(StandardCharsets.UTF_8).length;
    return """
    HTTP/1.1 %d Some Reason\r
    Content-Type: application/json\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(response.status(), length, response.body())
        .getBytes(StandardCharsets.UTF_8);
  }
}
