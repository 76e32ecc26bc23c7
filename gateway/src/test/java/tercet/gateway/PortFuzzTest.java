package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.gateway.TestGateway.ok;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.testing.testbed.fuzz.FuzzRun;

/**
 * Bytes that are nearly requests, at the public and the administrative port: each gets replies of
 * the contract or a closed connection, none an internal error, and the next client is served.
 */
@Timeout(180)
final class PortFuzzTest {
  private static final int PATIENCE_MILLIS = 20_000;

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3})[ \r]");

  private static final List<String> WORDS =
      List.of(
          "\r\n",
          "\n",
          " ",
          "/",
          "..",
          "%2f",
          "%00",
          "%",
          "?",
          "#",
          ":",
          "\u0000",
          "\u00ff",
          "-1",
          "9007199254740992",
          "99999999999999999999",
          "HTTP/1.1",
          "HTTP/1.0",
          "HTTP/2.0",
          "OPTIONS ",
          "HEAD ",
          "Content-Length: 5\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Expect: 100-continue\r\n",
          "Connection: close\r\n",
          "Connection: upgrade\r\nUpgrade: h2c\r\n",
          "Idempotency-Key: k\r\n",
          "Origin: https://evil.example\r\n",
          "Host: evil.example\r\n",
          "Authorization: Bearer x\r\n",
          "0\r\n\r\n",
          "ffffffffffffffff\r\n");

  private static List<String> requests(String... lines) {
    List<String> requests = new ArrayList<>();
    for (String line : lines) {
      requests.add(line + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      requests.add(line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc");
      requests.add(
          line
              + " HTTP/1.1\r\n"
              + "Host: localhost\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n"
              + "3\r\n"
              + "abc\r\n"
              + "0\r\n\r\n");
    }
    return requests;
  }

  @Test
  void nothingThatIsSentToThePublicPortHarmsTheShop() {
    List<String> samples =
        requests(
            "GET /stock/find/0",
            "POST /payment/create_user",
            "POST /orders/addItem/0/0/1",
            "POST /orders/checkout/0",
            "GET /openapi.json",
            "GET /orders/find/0?x=y");
    try (TestGateway shop = new TestGateway()) {
      ok(shop.post("/stock/batch_init/1/100/5"));
      int tried = FuzzRun.run(samples, WORDS, bytes -> exchange(shop.gateway.port(), bytes));
      assertTrue(tried > 10, "tried " + tried);
      assertEquals(5L, ok(shop.get("/stock/find/0")).get("price"));
    }
  }

  @Test
  void nothingThatIsSentToTheAdministrativePortHarmsTheNode(@TempDir Path folder)
      throws IOException {
    List<String> samples =
        requests(
            "GET /health/ready",
            "GET /metrics",
            "GET /transactions?state=open&limit=5",
            "POST /transactions/t1/abort",
            "GET /overview",
            "GET /");
    try (OperatedNode node = new OperatedNode(folder.resolve("audit.log"))) {
      int tried = FuzzRun.run(samples, WORDS, bytes -> exchange(node.admin.port(), bytes));
      assertTrue(tried > 10, "tried " + tried);
      try (Wire wire = new Wire(node.admin.port())) {
        assertEquals(200, wire.get("/health/live").status());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?/", "*", "orders/x", "x", "?", "?state=open", "#/", "://", "http://h/orders/x"})
  void targetThatIsNoPathIsRefusedByTheAdministrativePort(String target, @TempDir Path folder)
      throws IOException {
    try (OperatedNode node = new OperatedNode(folder.resolve("audit.log"));
        Wire wire = new Wire(node.admin.port())) {
      Wire.Response refused = wire.get(target);
      assertEquals(400, refused.status(), refused::body);
      assertEquals("bad_path", refused.code());
    }
  }

  private static void exchange(int port, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String answers;
      try {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      } catch (SocketTimeoutException hangs) {
        throw hangs;
      } catch (IOException reset) {
        return; // closed while bytes were on their way
      }
      Matcher status = STATUS.matcher(answers);
      while (status.find()) {
        int code = Integer.parseInt(status.group(1));
        assertTrue(code < 500 || code == 503, answers);
      }
      assertTrue(answers.isEmpty() || answers.startsWith("HTTP/1.1 "), answers);
    }
  }
}
