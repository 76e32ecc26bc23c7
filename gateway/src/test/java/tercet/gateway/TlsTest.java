package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.runtime.tls.TlsIdentity;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.CertificateAuthority;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.Shell;

/** Real handshakes with both ports. */
@Tag("quick")
@Timeout(60)
final class TlsTest {
  private static final Path FOLDER = Folders.temporary("tls");
  private static final CertificateAuthority OURS = CertificateAuthority.make(FOLDER, "ours");
  private static final CertificateAuthority OTHER = CertificateAuthority.make(FOLDER, "other");
  private static final TlsIdentity IDENTITY =
      new TlsIdentity(texts(OURS.sign("shop", "DNS:localhost,IP:127.0.0.1")));
  private static final TestGateway SHOP =
      new TestGateway(
          TestGateway.FREE_PORTS.withTls(IDENTITY).withLimits(limits()), TestGateway.PATIENT);

  @AfterAll
  static void close() {
    SHOP.close();
    Folders.delete(FOLDER);
  }

  /** Handshakes within a second. */
  private static GatewaySettings.Limits limits() {
    return GatewaySettings.Limits.DEFAULTS.withRequestWithin(Duration.ofSeconds(1));
  }

  private static TlsIdentity.PemTexts texts(CertificateAuthority.Signed signed) {
    return new TlsIdentity.PemTexts(read(signed.certificate()), read(signed.key()), null);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext trusting(CertificateAuthority authority) {
    return TlsIdentity.trusting(read(authority.certificate()));
  }

  private static HttpResponse<String> get(SSLContext trust, String address) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String shop(String host, String path) {
    return "https://%s:%d%s".formatted(host, SHOP.gateway.port(), path);
  }

  private static String admin(String path) {
    return "https://localhost:%d%s".formatted(SHOP.gateway.adminPort(), path);
  }

  @Test
  void bothPortsSpeakTlsToThoseWhoTrustTheAuthority() throws Exception {
    assertEquals(200, get(trusting(OURS), shop("localhost", "/openapi.json")).statusCode());
    assertEquals(400, get(trusting(OURS), shop("127.0.0.1", "/stock/find/7")).statusCode());
    assertEquals(200, get(trusting(OURS), admin("/health/ready")).statusCode());
  }

  @Test
  void clientOfAnotherAuthorityGivesUp() {
    assertThrows(SSLHandshakeException.class, () -> get(trusting(OTHER), shop("localhost", "/")));
  }

  @Test
  void certificateOfAnotherHostIsNotBelieved() throws Exception {
    TlsIdentity elsewhere = new TlsIdentity(texts(OURS.sign("elsewhere", "DNS:other.example")));
    try (TestGateway away =
        new TestGateway(TestGateway.FREE_PORTS.withTls(elsewhere), TestGateway.PATIENT)) {
      assertThrows(
          SSLException.class,
          () -> get(trusting(OURS), "https://localhost:" + away.gateway.port() + "/"));
    }
  }

  @Test
  void plainRequestIsToldToUseTls() {
    for (int port : new int[] {SHOP.gateway.port(), SHOP.gateway.adminPort()}) {
      try (Wire wire = new Wire(port)) {
        Wire.Response response = wire.post("/stock/add/0/1", "Content-Length: 3000");
        assertEquals(400, response.status());
        assertEquals("tls_needed", response.code());
        assertEquals("close", response.header("Connection"));
      }
    }
  }

  @Test
  void silentConnectionsKeepNoProbeOutAndAreClosed() throws Exception {
    List<Wire> silent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      silent.add(new Wire(SHOP.gateway.adminPort()));
      Wire begun = new Wire(SHOP.gateway.adminPort());
      begun.send("\u0016\u0003\u0001\u0002\u0000"); // of a handshake of 512 bytes
      silent.add(begun);
    }
    assertEquals(200, get(trusting(OURS), admin("/health/ready")).statusCode());
    for (Wire wire : silent) {
      assertTrue(wire.isClosed());
      wire.close();
    }
    assertEquals(200, get(trusting(OURS), admin("/health/ready")).statusCode());
  }

  @Test
  void newCertificateIsUsedByTheNextConnection() throws Exception {
    TlsIdentity changing = new TlsIdentity(texts(OURS.sign("first", "DNS:localhost")));
    try (TestGateway changed =
            new TestGateway(TestGateway.FREE_PORTS.withTls(changing), TestGateway.PATIENT);
        HttpClient open = HttpClient.newBuilder().sslContext(trusting(OURS)).build()) {
      String address = "https://localhost:" + changed.gateway.port() + "/";
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
      assertEquals(200, open.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
      changing.change(texts(OTHER.sign("second", "DNS:localhost")));
      assertEquals(200, get(trusting(OTHER), address).statusCode());
      assertThrows(SSLException.class, () -> get(trusting(OURS), address));
      // The one that was open goes on.
      assertEquals(200, open.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
  }

  @Test
  void requestOverTlsIsThatOfThePlainPort() throws Exception {
    SSLContext trust = trusting(OURS);
    try (Socket socket = trust.getSocketFactory().createSocket("localhost", SHOP.gateway.port());
        Wire wire = new Wire(socket)) {
      for (int i = 0; i < 100; i++) {
        assertEquals(200, wire.get("/openapi.json").status());
      }
      wire.send("nonsense\r\n\r\n");
      assertEquals("bad_request", wire.read().code());
      assertTrue(wire.isClosed());
    }
  }

  @Test
  void wrongFilesAreRefusedWithWhatToDo() throws Exception {
    CertificateAuthority.Signed good = OURS.sign("good", "DNS:localhost");
    String certificate = read(good.certificate());
    String key = read(good.key());
    CertificateAuthority.Signed short1 = OURS.signExpiring("short", "DNS:localhost");
    assertRefused("no certificate in it", key, key);
    assertRefused("no private key in it", certificate, certificate);
    assertRefused("does not belong", certificate, read(short1.key()));
    assertRefused("is damaged", certificate.replaceFirst("M", "\u0000"), key);
    assertRefused("is damaged", certificate, key.replaceFirst("\nM", "\nA"));
    assertRefused("has a password", certificate, openssl(good, "pkey -aes256 -passout pass:x"));
    assertRefused("openssl pkey", certificate, openssl(good, "ec"));
    Await.until("the certificate ends", () -> refusal(texts(short1)).contains("has expired"));
  }

  private static String openssl(CertificateAuthority.Signed pair, String command) {
    List<String> line = new ArrayList<>(List.of("openssl"));
    line.addAll(List.of(command.split(" ")));
    line.addAll(List.of("-in", pair.key().toString()));
    return Shell.run(line).output();
  }

  private static void assertRefused(String why, String certificate, String key) {
    String sentence = refusal(new TlsIdentity.PemTexts(certificate, key, null));
    assertTrue(sentence.contains(why), sentence);
    key.lines()
        .filter(line -> line.length() > 20 && !line.startsWith("-"))
        .forEach(line -> assertFalse(sentence.contains(line), sentence));
  }

  private static String refusal(TlsIdentity.PemTexts texts) {
    try {
      return "nothing is wrong with " + new TlsIdentity(texts).context().getProtocol();
    } catch (IllegalArgumentException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  @Test
  void handshakesUnderWayDoNotDelayAStop() throws Exception {
    GatewaySettings.Limits slow =
        GatewaySettings.Limits.DEFAULTS
            .withRequestWithin(Duration.ofSeconds(20))
            .withAnswersWithin(Duration.ofSeconds(20));
    GatewaySettings settings = TestGateway.FREE_PORTS.withTls(IDENTITY).withLimits(slow);
    TestGateway shop = new TestGateway(settings, TestGateway.PATIENT);
    try (Wire silent = shop.connect();
        Wire half = shop.connect()) {
      half.send("\u0016\u0003\u0001");
      assertEquals(
          404,
          get(trusting(OURS), "https://localhost:%d/none".formatted(shop.gateway.port()))
              .statusCode());
      long start = System.nanoTime();
      shop.gateway.stop();
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(taken.compareTo(Duration.ofSeconds(10)) < 0, "took " + taken);
      assertTrue(silent.isClosed());
      assertTrue(half.isClosed());
    }
  }
}
