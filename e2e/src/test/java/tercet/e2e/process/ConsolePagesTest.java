package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.cluster.Member;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Browser;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.NginxServer;
import tercet.testing.verifier.shop.ShopClient;

/**
 * The console in a browser, on a cluster of real nodes. {@code -Ddocs.rewrite=true} takes the
 * pictures of docs/operate/console anew.
 */
@Tag("slow")
@Timeout(180)
final class ConsolePagesTest {
  private static final String OPEN_TRANSACTIONS = "tercet_transactions_open";
  private static final Path PICTURES = Path.of("../docs/operate/console");
  private static final boolean REWRITE = Boolean.getBoolean("docs.rewrite");

  /** Long enough to look at an undecided checkout. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final Duration BACK_MAX = Duration.ofMinutes(1);

  private static final int ORDERS = 1_200;
  private static final int CROWD = 1_000;
  private static final List<Integer> WIDTHS = List.of(360, 1_280);
  private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";
  private static final String LIVE = "● live";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final LocalCluster CLUSTER = start();
  private static final Browser BROWSER = Browser.start(ConsolePagesTest::say);

  private static LocalCluster start() {
    Blueprint usual = Blueprints.ROCKSDB_3;
    return ShopCluster.start(
        new Blueprint(
            usual.name(),
            usual.storage(),
            usual.protocol(),
            usual.transport(),
            usual.groups(),
            DEADLINE));
  }

  /** A node that one test left dead would fail all others. */
  @AfterEach
  void restartTheDead() {
    for (Member member : CLUSTER.members()) {
      if (member.condition() == Member.Condition.DEAD) {
        restart(member.name());
      }
    }
  }

  @BeforeAll
  static void fill() throws Exception {
    try (ShopClient client = new ShopClient(CLUSTER.address())) {
      client.initItems(ORDERS, 100_000, 1).value();
      client.initUsers(ORDERS, 100_000).value();
      client.initOrders(ORDERS, ORDERS, ORDERS, 1).value();
    }
    assertEquals(200, checkout(3).get(60, TimeUnit.SECONDS).statusCode());
  }

  @AfterAll
  static void end() {
    BROWSER.close();
    CLUSTER.close();
    HTTP.close();
  }

  private static CompletableFuture<HttpResponse<String>> post(String path) {
    return HTTP.sendAsync(
        HttpRequest.newBuilder(CLUSTER.address().resolve(path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static CompletableFuture<HttpResponse<String>> checkout(int order) {
    return post("/orders/checkout/" + order);
  }

  private static void open(String node, String page) {
    BROWSER.open(URI.create("about:blank"));
    BROWSER.open(CLUSTER.admin(node).resolve("/#" + page));
  }

  private static void restart(String node) {
    CLUSTER.member(node).restart();
    Await.until(node + " is back", BACK_MAX, CLUSTER.member(node)::isReady);
  }

  private static void awaitNothingOpen() {
    open("stock-1", "/transactions");
    BROWSER.awaitText("Nothing is open.");
  }

  @Test
  void stuckCheckoutIsFoundExplainedAndMended() throws Exception {
    BROWSER.show(1_280, 720, false);
    CLUSTER.member("payment-1").kill();
    CompletableFuture<HttpResponse<String>> waiting = checkout(7);
    open("stock-1", "/");
    BROWSER.awaitText("payment-1 (it cannot be reached)");
    open("stock-1", "/transactions?waits-for=payment&order=7");
    BROWSER.awaitText("on payment-1 (unreachable)");
    String id = BROWSER.run("return document.querySelector('tbody td:nth-child(2) a').innerText");
    BROWSER.run("document.querySelector('tbody td:nth-child(2) a').click(); return ''");
    BROWSER.awaitText("on payment-1, which cannot be reached");
    BROWSER.awaitText("▶ Trying");
    show("transaction", "/transactions/" + id, "Began");
    show("transactions", "/transactions", id);
    restart("payment-1");
    open("stock-1", "/transactions/" + id);
    BROWSER.awaitText("Began");
    if (BROWSER
        .run("return String(document.querySelector('.buttons button').disabled)")
        .equals("false")) { // it may have ended by itself: its node heard that payment is back
      BROWSER.press("Retry now");
      BROWSER.type("who", "ada");
      BROWSER.type("why", "payment is back");
      BROWSER.press("Retry now");
      BROWSER.awaitText("1 of 1 asked");
    }
    BROWSER.awaitText("It is over: the order is paid.");
    assertEquals(200, waiting.get(5, TimeUnit.SECONDS).statusCode());
    String item = BROWSER.run("return document.querySelector('.facts a[href*=items]').innerText");
    show("item", "/items/" + item, "set aside by");
    ShopCluster.remark(CLUSTER.admin("order-1"), "payment-1 was killed <b>and</b> is back");
    show("overview", "/", "was killed <b>and</b> is back");
  }

  /**
   * Each page at two widths and in two colours, without an error, and without scrolling sideways.
   * For pictures, each width in both colours.
   */
  private static void show(String name, String page, String text) throws IOException {
    for (int width : WIDTHS) {
      for (boolean dark : new boolean[] {false, true}) {
        if (!REWRITE && dark != (width == WIDTHS.getFirst())) {
          continue;
        }
        BROWSER.show(width, 760, dark);
        open("stock-1", page);
        BROWSER.awaitText(text);
        BROWSER.awaitText(LIVE);
        assertEquals(
            "fits",
            BROWSER.run(
                "const page = document.documentElement;"
                    + "return page.scrollWidth <= innerWidth ? 'fits'"
                    + " : `${page.scrollWidth} of ${innerWidth}`"),
            () -> name + " at " + width);
        if (REWRITE) {
          String file = "%s-%d-%s.png".formatted(name, width, dark ? "dark" : "light");
          Files.write(Files.createDirectories(PICTURES).resolve(file), BROWSER.picture());
        }
      }
    }
    BROWSER.show(1_280, 720, false);
    String complaints = BROWSER.complaints();
    assertFalse(complaints.contains("Content Security Policy"), complaints);
    assertFalse(complaints.contains("Error"), complaints);
  }

  @Test
  void hostileIdsAreText() throws Exception {
    BROWSER.show(1_280, 720, false);
    String encoded = "%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D'owned'%3E";
    HttpResponse<String> made = post("/orders/create/" + encoded).get(20, TimeUnit.SECONDS);
    String order = made.body().replaceAll(".*:\"(.*)\".*", "$1");
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("/orders/" + order, HOSTILE);
    pages.put("/users/" + encoded, "There is no such user.");
    pages.put("/items/" + encoded, HOSTILE);
    pages.put("/transactions/" + encoded, HOSTILE);
    pages.put("/transactions?order=" + encoded, "Nothing is open.");
    pages.put("/transactions/%E0%A4", "Transaction");
    for (Map.Entry<String, String> page : pages.entrySet()) {
      open("order-1", page.getKey());
      BROWSER.awaitText(page.getValue());
      assertEquals("0", BROWSER.run("return String(document.querySelectorAll('img').length)"));
      assertFalse(BROWSER.run("return document.title").equals("owned"));
    }
  }

  @Test
  void thousandOpenTransactionsCanBeRead() throws Exception {
    BROWSER.show(1_280, 720, false);
    CLUSTER.member("payment-1").kill();
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int order = 100; order < 100 + CROWD; order++) {
      waiting.add(checkout(order));
    }
    // A page shows what was open when it asked, and offers what comes later by a button.
    Await.until(
        CROWD + " are open",
        BACK_MAX,
        () -> ShopCluster.metric(CLUSTER.admin("order-1"), OPEN_TRANSACTIONS) >= CROWD);
    open("order-1", "/transactions?limit=500");
    BROWSER.awaitText("500 rows");
    BROWSER.awaitText("Next page");
    BROWSER.press("Next page");
    BROWSER.awaitText("500 rows");
    open("order-1", "/transactions?order=" + (100 + CROWD / 2));
    BROWSER.awaitText("1 row");
    open("order-1", "/");
    BROWSER.awaitText("1,000");
    restart("payment-1");
    for (CompletableFuture<HttpResponse<String>> one : waiting) {
      assertTrue(one.get(60, TimeUnit.SECONDS).statusCode() < 500);
    }
    awaitNothingOpen();
  }

  @Test
  void pageGoesOnAtAnotherNodeWhenItsNodeDies() {
    BROWSER.show(1_280, 720, false);
    open("stock-1", "/");
    BROWSER.awaitText(LIVE);
    CLUSTER.member("stock-1").kill();
    BROWSER.awaitText("This node does not answer");
    String other =
        BROWSER.run("return [...document.querySelectorAll('.banner a')].map((a) => a.href).join()");
    assertTrue(other.contains(CLUSTER.admin("order-1").toString()), other);
    restart("stock-1");
    BROWSER.awaitText(LIVE);
    List<Integer> ports =
        List.of(CLUSTER.admin("stock-1").getPort(), CLUSTER.admin("payment-1").getPort());
    try (NginxServer proxy =
        NginxServer.start(Folders.temporary("nginx"), ports, BACK_MAX, ConsolePagesTest::say)) {
      BROWSER.open(URI.create("http://127.0.0.1:" + proxy.port() + "/#/"));
      BROWSER.awaitText(LIVE);
      for (String node : List.of("stock-1", "payment-1")) {
        CLUSTER.member(node).kill();
        BROWSER.awaitText("No answer from " + node);
        BROWSER.awaitText(LIVE);
        restart(node);
      }
    }
  }

  @Test
  void pageAsksForATokenWhereTheShopHasTokens(@TempDir Path folder) throws Exception {
    BROWSER.show(1_280, 720, false);
    Path tokens = folder.resolve("tokens");
    String token = "0123456789abcdef0123456789abcdef";
    String hash = "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9";
    Files.writeString(tokens, "night = operator " + hash + "\n");
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    try (ShopProcess _ =
        ShopProcess.start(
            ports, folder.resolve("data"), List.of(), "--tokens-file", tokens.toString())) {
      BROWSER.open(URI.create("http://127.0.0.1:" + ports.admin() + "/"));
      BROWSER.awaitText("A token is needed");
      BROWSER.type("token", "wrong");
      BROWSER.press("Go on");
      BROWSER.awaitText("A token is needed");
      BROWSER.type("token", token);
      BROWSER.press("Go on");
      BROWSER.awaitText("checkouts, mean of 10 s");
    }
  }

  private static void say(String progress) {
    System.out.println(progress);
  }
}
