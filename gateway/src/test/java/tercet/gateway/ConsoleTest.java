package tercet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tercet.gateway.console.ConsoleFiles;
import tercet.gateway.contract.Json;
import tercet.gateway.contract.JsonTree;
import tercet.testing.testbed.server.Await;

/** The console's files, its streams, and the routes that only it needs. */
@Timeout(60)
final class ConsoleTest {
  private static final Path FILES = Path.of("src/main/resources/tercet/gateway/console");
  private static final int BYTES_MAX = 200_000;
  private static final Pattern ADDRESS = Pattern.compile("(src|href)=\"([^\"]*)\"");
  private static final Pattern ELSEWHERE = Pattern.compile("https?://(?!www\\.w3\\.org/)");
  private static final Pattern EDGE = Pattern.compile("\\['(\\w+)', '(\\w+)', '");
  private static final Pattern ARROW =
      Pattern.compile("(?m)^    (\\[\\*]|\\w+) --> (\\[\\*]|\\w+) : (.*)$");

  @TempDir private Path folder = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();
  private OperatedNode shop = new OperatedNode(Path.of("/dev/null"));

  @BeforeEach
  void start() {
    shop.close();
    shop = new OperatedNode(folder.resolve("audit.jsonl"));
  }

  @AfterEach
  void stop() {
    shop.close();
    http.close();
  }

  private Wire.Response get(String path) {
    try (Wire wire = new Wire(shop.admin.port())) {
      return wire.get(path);
    }
  }

  private Stream<String> live(String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + shop.admin.port() + "/live" + path);
    HttpResponse<Stream<String>> answer =
        http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofLines());
    assertEquals(200, answer.statusCode());
    assertEquals("text/event-stream", answer.headers().firstValue("content-type").orElse(""));
    return answer.body();
  }

  private static Map<String, Object> nextEvent(Iterator<String> lines) {
    String line = lines.next();
    while (!line.startsWith("data: ")) {
      line = lines.next();
    }
    return JsonTree.object(line.substring("data: ".length()));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(FILES)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void pageForbidsEverythingFromElsewhereAndNamesOnlyFilesThatAreServed() {
    Wire.Response page = get("/");
    assertEquals(200, page.status());
    assertEquals("text/html; charset=utf-8", page.header("Content-Type"));
    String policy = Objects.requireNonNull(page.header("Content-Security-Policy"));
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"));
    assertFalse(policy.contains("unsafe"), policy);
    List<MatchResult> addresses = ADDRESS.matcher(page.body()).results().toList();
    assertTrue(addresses.size() >= 5, page.body());
    for (MatchResult address : addresses) {
      assertFalse(address.group(2).startsWith("/"), "a path prefix is lost: " + address.group());
      assertEquals(200, get("/" + address.group(2)).status(), address.group());
    }
  }

  @Test
  void eachFileIsServedAndAllAreSmall() throws IOException {
    ConsoleFiles served = new ConsoleFiles();
    long bytes = 0;
    for (Path file : files()) {
      String name = FILES.relativize(file).toString().replace('\\', '/');
      String path = name.equals("index.html") ? "/" : "/console/" + name;
      assertTrue(served.at(path) != null, () -> path + " is not served");
      bytes += Files.size(file);
    }
    assertTrue(bytes < BYTES_MAX, "the console has " + bytes + " bytes");
    assertNull(served.at("/console/../AdminServer.class"));
    assertEquals("nosniff", get("/console/app.js").header("X-Content-Type-Options"));
    assertEquals(404, get("/console/none.js").status());
  }

  @Test
  void ownFilesAskNoOtherHostAndMakeNoHtmlOfText() throws IOException {
    for (Path file : files()) {
      if (file.toString().contains("/lib/")) {
        continue;
      }
      String text = Files.readString(file);
      assertFalse(ELSEWHERE.matcher(text).find(), () -> file + " names another host");
      for (String risk : List.of("innerHTML", "dangerously", "eval(", "document.write")) {
        assertFalse(text.contains(risk), () -> file + " has " + risk);
      }
    }
  }

  /** The pages of the protocols are drawn from the code; records that expire are left out here. */
  @ParameterizedTest
  @CsvSource({"tcc,tcc", "saga,saga", "choreography,choreography", "2pc,'2pc'"})
  void drawnStatesAreThoseOfTheProtocol(String page, String name) throws IOException {
    String drawn = Files.readString(FILES.resolve("protocols.js"));
    int from = drawn.indexOf(name.equals("2pc") ? "'2pc': {" : "  " + name + ": {");
    int to = drawn.indexOf("\n  },\n", from);
    Set<String> edges =
        EDGE.matcher(drawn.substring(from, to))
            .results()
            .map(edge -> edge.group(1) + " → " + edge.group(2).replace("end", "[*]"))
            .map(edge -> edge.replace("start", "[*]"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> arrows =
        ARROW
            .matcher(Files.readString(Path.of("../docs/protocols/" + page + ".md")))
            .results()
            .filter(arrow -> !arrow.group(3).equals("expires"))
            .map(arrow -> arrow.group(1) + " → " + arrow.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    assertFalse(arrows.isEmpty());
    assertEquals(arrows, edges);
  }

  @Test
  void streamTellsAtOnceAndAgainWhenSomethingChanges() throws Exception {
    shop.undecided("t1", "o1", Instant.now().plusSeconds(200));
    try (Stream<String> lines = live("/transactions?protocol=tcc")) {
      Iterator<String> iterator = lines.iterator();
      assertEquals(1, ((List<?>) list(nextEvent(iterator))).size());
      shop.undecided("t2", "o2", Instant.now().plusSeconds(200));
      List<?> now = list(nextEvent(iterator));
      while (now.size() < 2) {
        now = list(nextEvent(iterator));
      }
    }
    assertEquals(404, get("/live/transactions/none").status());
  }

  private static List<?> list(Map<String, Object> answer) {
    return (List<?>) Objects.requireNonNull(answer.get("transactions"));
  }

  @Test
  void streamsAreBoundedAndFreeAgainWhenPagesAreClosed() {
    List<Wire> pages = new ArrayList<>();
    try {
      int status = 200;
      while (status == 200) {
        Wire page = new Wire(shop.admin.port());
        pages.add(page);
        status = page.get("/live/quarantine").status();
        assertTrue(pages.size() <= 100, "streams have no bound");
      }
      assertEquals(503, status);
    } finally {
      pages.forEach(Wire::close);
    }
    Await.until(
        "a place is free",
        () -> {
          try (Wire page = new Wire(shop.admin.port())) {
            return page.get("/live/quarantine").status() == 200;
          }
        });
  }

  /** It neither keeps its place nor holds up a node. */
  @Test
  void pageThatReadsNothingIsDropped() {
    for (int i = 0; i < 500; i++) {
      shop.undecided("t" + i, "o".repeat(100) + i, Instant.now().plusSeconds(200));
    }
    List<Wire> pages = new ArrayList<>();
    try {
      Wire silent = new Wire(shop.admin.port());
      pages.add(silent);
      silent.send(Wire.head("GET", "/live/transactions?limit=500"));
      Await.until(
          "no place is left",
          () -> {
            Wire page = new Wire(shop.admin.port());
            pages.add(page);
            return page.get("/live/quarantine").status() == 503;
          });
      Await.until(
          "the place of the silent one is free",
          Duration.ofSeconds(40),
          () -> {
            Wire page = new Wire(shop.admin.port());
            pages.add(page);
            return page.get("/live/quarantine").status() == 200;
          });
    } finally {
      pages.forEach(Wire::close);
    }
  }

  @Test
  void overviewHasTheFiguresOfEachNodeAndNamesTheSilentOnes() {
    shop.undecided("t1", "o1", Instant.now().minusSeconds(100));
    Map<String, Object> answer = get("/overview").json();
    Map<?, ?> node = (Map<?, ?>) ((List<?>) Objects.requireNonNull(answer.get("nodes"))).getFirst();
    assertEquals("shop", node.get("node"));
    assertEquals("up", node.get("status"));
    assertEquals(List.of("elsewhere"), node.get("unreachable"));
    assertEquals("http://127.0.0.1:" + shop.admin.port(), node.get("admin"));
    assertTrue((Long) Objects.requireNonNull(node.get("oldest_ms")) >= 100_000, node::toString);
    assertEquals(1, ((List<?>) Objects.requireNonNull(answer.get("silent_nodes"))).size());
    assertEquals(200, get("/overview/history").status());
    assertEquals("bad_query", get("/overview?all=true").code());
  }

  @Test
  void recordsAreShownAsClientsSeeThem() {
    shop.undecided("t1", "o1", Instant.now().plusSeconds(200));
    shop.node.start();
    Map<String, Object> order = get("/orders/o1").json();
    assertEquals("u-o1", order.get("user_id"));
    assertEquals(false, order.get("paid"));
    assertEquals("unknown_record", get("/orders/none").code());
    assertEquals("bad_id", get("/orders/%00").code());
    assertEquals("unknown_admin_route", get("/carts/1").code());
  }

  @Test
  void checkoutsAreCountedByOutcomeAndLatency() {
    try (TestGateway gateway = new TestGateway()) {
      String user = gateway.user(10);
      String item = gateway.item(1, 10);
      assertEquals(200, gateway.post("/orders/checkout/" + gateway.order(user, item, 2)).status());
      assertEquals(400, gateway.post("/orders/checkout/none").status());
      Await.until(
          "both are counted", () -> checkouts(gateway).contains("\"paid\":1,\"refused\":1,"));
      String counted = checkouts(gateway);
      assertTrue(counted.contains("\"unclear\":0,"), counted);
      assertTrue(counted.contains("\"problems\":{\"unknown_order\":1}"), counted);
      assertEquals(2, latencies(counted), counted);
    }
  }

  private static String checkouts(TestGateway gateway) {
    byte[] figures = Json.object(gateway.figures.get()::write);
    return new String(figures, StandardCharsets.UTF_8);
  }

  private static long latencies(String figures) {
    Map<?, ?> checkouts =
        (Map<?, ?>) Objects.requireNonNull(JsonTree.object(figures).get("checkouts"));
    return ((List<?>) Objects.requireNonNull(checkouts.get("latency")))
        .stream().mapToLong(count -> (Long) count).sum();
  }
}
