package tercet.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tercet.runtime.cluster.NodeAddress;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.testing.contract.EchoNode;
import tercet.testing.contract.Loopback;

/** The answers to strangers, byte by byte. */
final class HttpListenerTest {
  private static final String SECRET = "Authorization: " + EchoNode.SECRET.header() + "\r\n";

  private static final int PATIENCE_MILLIS = 10_000;

  private final AtomicInteger batches = new AtomicInteger();
  private NodeAddress address = new NodeAddress("unknown", 1);
  private PeerWire.PeerListener listening = () -> {};

  @BeforeEach
  void listen() throws IOException {
    address = Loopback.freeAddress();
    listening =
        new HttpWire(EchoNode.SECRET)
            .listen(
                address,
                batch -> {
                  batches.incrementAndGet();
                  return 0;
                });
  }

  @AfterEach
  void close() {
    listening.close();
  }

  @Test
  void requestWithoutSecretIsRefused() throws IOException {
    String response = send("POST /envelopes HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n..");
    assertTrue(response.startsWith("HTTP/1.1 401 "), response);
    assertTrue(response.endsWith(PeerWire.WRONG_SECRET), response);
    assertEquals(0, batches.get());
  }

  @Test
  void twoSecretsAreNoSecret() throws IOException {
    String response =
        send(
            "POST /envelopes HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer x\r\n"
                + SECRET
                + "Content-Length: 2\r\n\r\n..");
    assertTrue(response.startsWith("HTTP/1.1 401 "), response);
    assertEquals(0, batches.get());
  }

  @Test
  void nothingElseIsServed() throws IOException {
    for (String line : new String[] {"GET /envelopes", "POST /", "DELETE /orders"}) {
      String response = send(line + " HTTP/1.1\r\nHost: h\r\n" + SECRET + "\r\n");
      assertTrue(response.matches("HTTP/1.1 40[45] (?s:.*)"), response);
    }
    assertTrue(send("nonsense\r\n\r\n").startsWith("HTTP/1.1 400 "));
    assertEquals(0, batches.get());
  }

  @Test
  void chunkedBodyThatIsTooLargeIsRefused() throws IOException {
    String start =
        "POST /envelopes HTTP/1.1\r\nHost: h\r\n" + SECRET + "Transfer-Encoding: chunked\r\n\r\n";
    try (Socket socket = new Socket(address.host(), address.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(start.getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = ("8000\r\n" + ".".repeat(0x8000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      for (int sent = 0; sent <= EnvelopeBatch.BYTES_MAX; sent += 0x8000) {
        out.write(chunk);
      }
      String status = new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
      assertEquals("HTTP/1.1 413 ", status);
    }
    assertEquals(0, batches.get());
  }

  /**
   * The body of a refused request is a request of its own, with the secret, to a careless reader.
   */
  @Test
  void bodyOfARefusedRequestIsNoRequest() throws IOException {
    String smuggled =
        "POST /envelopes HTTP/1.1\r\nHost: h\r\n" + SECRET + "Content-Length: 0\r\n\r\n";
    String length = "Content-Length: " + smuggled.length() + "\r\n";
    for (String start :
        List.of("POST /envelopes HTTP/1.1\r\n", "POST /other HTTP/1.1\r\n", "GET / HTTP/1.1\r\n")) {
      String response = exchange(start + "Host: h\r\n" + length + "\r\n" + smuggled);
      assertTrue(response.matches("HTTP/1.1 40[14] (?s:.*)"), response);
      assertEquals(response.lastIndexOf("HTTP/1.1"), 0, response);
    }
    assertEquals(0, batches.get());
  }

  @Test
  void connectionIsClosedAfterARefusal() throws IOException {
    for (String line : List.of("POST /envelopes", "GET /envelopes", "POST /orders/create/1")) {
      String response = exchange(line + " HTTP/1.1\r\nHost: h\r\n\r\n");
      assertTrue(response.matches("HTTP/1.1 40[14] (?s:.*)"), response);
    }
  }

  @Test
  void largeBodyDoesNotHideARefusal() throws IOException {
    int length = EnvelopeBatch.BYTES_MAX;
    String head = "POST /envelopes HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n";
    String response = exchange(head + ".".repeat(length));
    assertTrue(response.endsWith(PeerWire.WRONG_SECRET), response);
  }

  @Test
  void connectionIsClosedWhereTheSenderAsksForIt() throws IOException {
    String response =
        exchange(
            "POST /envelopes HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                + SECRET
                + "Content-Length: 2\r\n\r\n..");
    assertTrue(response.startsWith("HTTP/1.1 204 "), response);
  }

  @Test
  void batchWithTheSecretIsTaken() throws IOException {
    String response =
        send(
            "POST /envelopes HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                + SECRET
                + "Content-Length: 2\r\n\r\n..");
    assertTrue(response.startsWith("HTTP/1.1 204 "), response);
    assertEquals(1, batches.get());
  }

  /** The answer up to the end of the connection, which the listener must close by itself. */
  private String exchange(String request) throws IOException {
    try (Socket socket = new Socket(address.host(), address.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private String send(String request) throws IOException {
    try (Socket socket = new Socket(address.host(), address.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
