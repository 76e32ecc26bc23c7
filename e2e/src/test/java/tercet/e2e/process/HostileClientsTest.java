package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.codec.EnvelopeBatch;

/**
 * An attacker's list, tried against real nodes: each item is refused, and the books stay as they
 * are.
 */
@Tag("slow")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileClientsTest {
  private static final String SHOPPER = "planted-t0ken-of-a-shopper-0123456789";
  private static final String MERCHANT = "planted-t0ken-of-a-merchant-0123456789";
  private static final String OPERATOR = "planted-t0ken-of-an-operator-0123456789";
  private static final String CLUSTER_SECRET = "planted-5ecret-of-the-cluster";

  private static final int SILENT = 100;

  /** A request must be whole within 10 s; the rest is for a busy machine. */
  private static final Duration SLOW_MAX = Duration.ofSeconds(25);

  private static final Duration PROBE_MAX = Duration.ofSeconds(3);
  private static final Pattern ORDER = Pattern.compile("\"order_id\": ?\"([^\"]+)\"");

  private Path folder = Path.of("");
  private final ShopProcess.Ports openPorts = ShopProcess.Ports.free();
  private final ShopProcess.Ports ports = ShopProcess.Ports.free();
  private final int nodePort = ShopProcess.freePort();
  private final List<ShopProcess> shops = new ArrayList<>();

  /** One shop for every program of the machine, and a node of a cluster with tokens. */
  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Path cluster = folder.resolve("cluster.properties");
    Files.writeString(
        cluster,
        """
        shards = 4
        stores = own
        node.shop-1.address = 127.0.0.1:%d
        node.shop-1.roles = order, stock, payment, gateway
        """
            .formatted(nodePort));
    Path tokens = folder.resolve("tokens");
    Files.writeString(
        tokens,
        line("web = shopper ", SHOPPER)
            + line("till = merchant ", MERCHANT)
            + line("night = operator ", OPERATOR));
    Path secret = Files.writeString(folder.resolve("secret"), CLUSTER_SECRET + "\n");
    shops.add(ShopProcess.launch(openPorts, folder.resolve("open"), List.of()));
    shops.add(
        ShopProcess.launch(
            ports,
            folder.resolve("guarded"),
            List.of("env", "-u", "TERCET_CLUSTER_SECRET"),
            "--cluster=" + cluster,
            "--node=shop-1",
            "--tokens-file=" + tokens,
            "--cluster-secret-file=" + secret));
    shops.forEach(ShopProcess::awaitReady);
    for (String path : List.of("/stock/batch_init/3/100/1", "/payment/batch_init/3/100")) {
      assertStatus(200, RawHttp.post(openPorts.shop(), path, "Host: localhost"));
      assertStatus(200, RawHttp.post(ports.shop(), path, bearer(MERCHANT)));
    }
  }

  private static String line(String name, String token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
      return name + HexFormat.of().formatHex(hash) + "\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void booksAreAsTheyWere() throws IOException {
    for (String path : List.of("/stock/find/0", "/payment/find_user/0")) {
      assertTrue(RawHttp.get(openPorts.shop(), path, "Host: localhost").contains("100"), path);
      assertTrue(RawHttp.get(ports.shop(), path, bearer(SHOPPER)).contains("100"), path);
    }
  }

  @AfterAll
  void stop() {
    shops.forEach(ShopProcess::close);
  }

  @Test
  void pageOfAnotherSiteChangesNothing() throws IOException {
    List<String> foreign =
        List.of(
            "Host: localhost\r\nOrigin: https://evil.example",
            "Host: localhost\r\nOrigin: null",
            "Host: localhost\r\nSec-Fetch-Site: cross-site",
            "Host: evil.example",
            "Host: evil.example\r\nOrigin: http://evil.example");
    for (String headers : foreign) {
      assertStatus(403, RawHttp.post(openPorts.shop(), "/payment/batch_init/3/7", headers));
      assertStatus(403, RawHttp.post(openPorts.shop(), "/stock/subtract/0/1", headers));
      assertStatus(403, RawHttp.post(openPorts.admin(), "/backup", headers));
      for (String answer :
          List.of(
              RawHttp.get(openPorts.shop(), "/payment/find_user/0", headers),
              RawHttp.get(openPorts.admin(), "/transactions", headers))) {
        // A link on a page changes nothing.
        boolean link = headers.contains("Sec-Fetch-Site");
        assertEquals(!link, answer.startsWith("HTTP/1.1 403 "), answer);
        // So a browser does not show the answer to the page.
        assertFalse(answer.toLowerCase(Locale.ROOT).contains("access-control-allow"), answer);
      }
    }
  }

  @Test
  void tokenOpensItsScopeOnly() throws IOException {
    String sale = "/stock/subtract/0/1";
    assertStatus(401, RawHttp.post(ports.shop(), sale, "X: y"));
    assertStatus(
        401, RawHttp.post(ports.shop(), sale, bearer(SHOPPER.replace("shopper", "stolen"))));
    assertStatus(401, RawHttp.post(ports.shop(), sale + "?token=" + MERCHANT, "X: y"));
    assertStatus(401, RawHttp.post(ports.shop(), sale, "Authorization: Basic " + MERCHANT));
    assertStatus(
        401, RawHttp.post(ports.shop(), sale, bearer(SHOPPER) + "\r\n" + bearer(MERCHANT)));
    assertStatus(403, RawHttp.post(ports.shop(), sale, bearer(SHOPPER)));
    assertStatus(403, RawHttp.post(ports.shop(), "/payment/add_funds/0/1", bearer(SHOPPER)));
    assertStatus(403, RawHttp.post(ports.shop(), "/orders/create/0", bearer(MERCHANT)));
    assertStatus(403, RawHttp.get(ports.admin(), "/transactions", bearer(MERCHANT)));
    assertStatus(401, RawHttp.get(ports.admin(), "/transactions", "X: y"));
    assertStatus(200, RawHttp.get(ports.admin(), "/transactions", bearer(OPERATOR)));
  }

  @Test
  void idOfAnotherOrderIsNotGuessed() throws IOException {
    Matcher made = ORDER.matcher(RawHttp.post(ports.shop(), "/orders/create/0", bearer(SHOPPER)));
    assertTrue(made.find());
    String order = made.group(1);
    assertStatus(200, RawHttp.get(ports.shop(), "/orders/find/" + order, bearer(SHOPPER)));
    char first = order.charAt(0) == 'a' ? 'b' : 'a';
    for (String guess : List.of("0", "1", first + order.substring(1), order.substring(1))) {
      assertStatus(400, RawHttp.get(ports.shop(), "/orders/find/" + guess, bearer(SHOPPER)));
      assertStatus(400, RawHttp.post(ports.shop(), "/orders/checkout/" + guess, bearer(SHOPPER)));
    }
  }

  @Test
  void pathIsNoWayAround() throws IOException {
    for (String path :
        List.of(
            "/orders/../stock/subtract/0/1",
            "/orders/%2e%2e/stock/subtract/0/1",
            "//stock/subtract/0/1",
            "/stock/subtract/0/1/../../../../orders/create/0",
            "/stock/subtract/0/1%00",
            "/STOCK/subtract/0/1")) {
      String answer = RawHttp.post(ports.shop(), path, bearer(SHOPPER));
      assertTrue(answer.matches("HTTP/1.1 40[034] (?s:.*)"), () -> path + ": " + answer);
    }
    for (String path : List.of("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/console/../x")) {
      String answer = RawHttp.get(openPorts.admin(), path, "Host: localhost");
      assertTrue(answer.matches("HTTP/1.1 40[04] (?s:.*)"), () -> path + ": " + answer);
    }
  }

  @Test
  void slowAndSilentClientsKeepNoOneOut() throws IOException {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < SILENT; i++) {
        held.add(RawHttp.connect(openPorts.shop()));
        held.add(RawHttp.connect(openPorts.admin()));
      }
      Socket slow = RawHttp.connect(openPorts.shop());
      held.add(slow);
      long start = System.nanoTime();
      assertStatus(200, RawHttp.get(openPorts.shop(), "/stock/find/0", "Host: localhost"));
      assertStatus(200, RawHttp.get(openPorts.admin(), "/health/live", "Host: localhost"));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(took.compareTo(PROBE_MAX) < 0, took::toString);
      assertClosesWhileBytesTrickle(slow);
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  /** A header that never ends, a byte at a time. */
  private static void assertClosesWhileBytesTrickle(Socket slow) throws IOException {
    OutputStream out = slow.getOutputStream();
    out.write(
        "POST /stock/subtract/0/1 HTTP/1.1\r\nHost: localhost\r\nX: "
            .getBytes(StandardCharsets.US_ASCII));
    slow.setSoTimeout(100);
    long start = System.nanoTime();
    while (!RawHttp.isClosed(slow)) {
      Duration held = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(held.compareTo(SLOW_MAX) < 0, held::toString);
      try {
        out.write('x');
      } catch (SocketException closed) {
        return;
      }
    }
  }

  @Test
  void nodePortTakesNothingFromStrangers() throws IOException {
    byte[] batch = new EnvelopeBatch.Writer().toBytes();
    String body = new String(batch, StandardCharsets.ISO_8859_1);
    String length = "Content-Length: ";
    assertStatus(204, RawHttp.post(nodePort, "/envelopes", bearer(CLUSTER_SECRET), body));
    assertStatus(401, RawHttp.post(nodePort, "/envelopes", "X: y", body));
    assertStatus(401, RawHttp.post(nodePort, "/envelopes", bearer(OPERATOR), body));
    assertStatus(401, RawHttp.post(nodePort, "/envelopes", bearer(CLUSTER_SECRET + "x"), body));
    assertStatus(
        400, RawHttp.post(nodePort, "/envelopes", bearer(CLUSTER_SECRET), "\u0000\u00ff garbage"));
    assertStatus(404, RawHttp.post(nodePort, "/stock/subtract/0/1", bearer(CLUSTER_SECRET), ""));
    String large = bearer(CLUSTER_SECRET) + "\r\n" + length + (EnvelopeBatch.BYTES_MAX + 1L);
    assertStatus(
        413, RawHttp.ask(nodePort, "POST /envelopes HTTP/1.1\r\nHost: h\r\n" + large + "\r\n\r\n"));
    String inner = "POST /envelopes HTTP/1.1\r\nHost: h\r\n" + bearer(CLUSTER_SECRET) + "\r\n\r\n";
    String answer = RawHttp.post(nodePort, "/envelopes", "X: y", inner);
    assertEquals(
        0, answer.lastIndexOf("HTTP/1.1"), "the body of a refused request was read as one");
  }

  @Test
  void secretsAreNeitherInProcessListsNorLogsNorAnswers() throws IOException {
    String answers =
        RawHttp.post(ports.shop(), "/stock/subtract/0/1?token=" + MERCHANT, bearer(SHOPPER))
            + RawHttp.post(nodePort, "/envelopes", bearer(CLUSTER_SECRET), "garbage")
            + RawHttp.get(ports.admin(), "/metrics", bearer(OPERATOR));
    ShopProcess guarded = shops.getLast();
    Path process = Path.of("/proc", Long.toString(guarded.pid()));
    String shown = Files.isDirectory(process) ? Files.readString(process.resolve("cmdline")) : "";
    for (String text : List.of(answers, shown, guarded.output())) {
      for (String secret : List.of(SHOPPER, MERCHANT, OPERATOR, CLUSTER_SECRET)) {
        assertFalse(text.contains(secret), () -> secret + " is in\n" + text);
      }
    }
  }

  @Test
  void passwordOnTheCommandLineIsRefused() throws IOException {
    try (ShopProcess wrong =
        ShopProcess.launch(
            ShopProcess.Ports.free(),
            folder.resolve("refused"),
            List.of(),
            "--store=postgres",
            "--postgres-url=jdbc:postgresql://127.0.0.1/shop?password=" + OPERATOR)) {
      assertTrue(wrong.awaitEnd() != 0, wrong::output);
      assertFalse(wrong.output().contains(OPERATOR), wrong::output);
      assertTrue(wrong.output().contains("password on the command line"), wrong::output);
    }
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  private static void assertStatus(int status, String answer) {
    assertTrue(
        answer.startsWith("HTTP/1.1 " + status + " "), () -> status + " expected: " + answer);
  }
}
