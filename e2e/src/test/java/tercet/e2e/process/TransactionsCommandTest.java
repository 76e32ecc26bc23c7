package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.e2e.process.Outputs.assertSays;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Shell;
import tercet.testing.verifier.shop.ShopClient;

/** An operator finds a stuck checkout, sees whom it waits for, and acts, by commands only. */
@Tag("slow")
@Timeout(180)
final class TransactionsCommandTest {
  /** Long enough to look at an undecided checkout. */
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private static final Pattern ROW = Pattern.compile("(?m)^\\S+ s +(\\S+) +(\\S+) +7 .* (\\S+)$");
  private static final Duration LISTED_MAX = Duration.ofSeconds(10);
  private static final int ORDERS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable LocalCluster running;

  private void start(String protocol) throws Exception {
    Blueprint usual = Blueprints.ROCKSDB_3;
    running =
        ShopCluster.start(
            new Blueprint(
                usual.name(),
                usual.storage(),
                protocol,
                usual.transport(),
                usual.groups(),
                DEADLINE));
    try (ShopClient client = new ShopClient(cluster().address())) {
      client.initItems(ORDERS, 100, 1).value();
      client.initUsers(ORDERS, 100).value();
      client.initOrders(ORDERS, ORDERS, ORDERS, 1).value();
    }
    assertEquals(200, checkout(3).get(60, TimeUnit.SECONDS).statusCode());
  }

  @AfterEach
  void stop() {
    LocalCluster started = running;
    if (started != null) {
      started.close();
    }
  }

  private LocalCluster cluster() {
    return Objects.requireNonNull(running);
  }

  private CompletableFuture<HttpResponse<String>> checkout(int order) {
    return http.sendAsync(
        HttpRequest.newBuilder(cluster().address().resolve("/orders/checkout/" + order))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Asks the administrative port of a node that has no transactions of its own. */
  private Shell.Result tercet(String node, String... words) {
    List<String> command = new ArrayList<>(ShopProcess.nodeCommand());
    command.add("transactions");
    command.addAll(List.of(words));
    command.addAll(List.of("--admin", cluster().admin(node).toString()));
    return Shell.run(command);
  }

  /** Waits until the list has a row of order 7 that says so; gives back the transaction. */
  private String awaitListed(String node, String words) {
    StringBuilder last = new StringBuilder();
    Await.until(
        () -> "order 7 " + words + " in\n" + last,
        LISTED_MAX,
        () -> {
          last.setLength(0);
          last.append(tercet(node, "list").output());
          Matcher row = ROW.matcher(last);
          return row.find() && row.group().contains(words);
        });
    Matcher row = ROW.matcher(last);
    assertTrue(row.find(), last::toString);
    return row.group(3);
  }

  private void awaitNothingOpen(String node) {
    Await.until("nothing is open", () -> tercet(node, "list").output().contains("Nothing is open"));
  }

  @Test
  void stuckCheckoutNamesTheDeadParticipantAndEndsWhenThatIsBack() throws Exception {
    start("tcc");
    cluster().member("payment-1").kill();
    CompletableFuture<HttpResponse<String>> waiting = checkout(7);
    String id = awaitListed("stock-1", "on payment-1 (unreachable)");
    assertSays(0, "node payment-1 did not answer: it cannot be reached", tercet("stock-1", "list"));
    assertSays(0, "Undecided; aborted at its deadline", tercet("order-1", "show", id));
    cluster().member("payment-1").restart();
    Await.until("payment is back", cluster().member("payment-1")::isReady);
    Shell.Result retried = tercet("stock-1", "retry", id, "--why", "payment is back");
    // It may have ended by itself: its node heard that payment is back, too.
    assertTrue(
        retried.output().contains("Woke the coordinator")
            || retried.output().contains("is not open"),
        retried::output);
    assertEquals(200, waiting.get(5, TimeUnit.SECONDS).statusCode());
    awaitNothingOpen("stock-1");
    assertSays(0, "paid", tercet("stock-1", "show", id));
    assertSays(0, id, tercet("payment-1", "list", "--ended", "--order", "7"));
  }

  @Test
  void undecidedCheckoutIsAbortedAndCanBeBoughtLater() throws Exception {
    start("saga");
    cluster().member("payment-1").kill();
    CompletableFuture<HttpResponse<String>> waiting = checkout(7);
    String id = awaitListed("stock-1", "on payment-1 (unreachable)");
    assertSays(2, "--why", tercet("stock-1", "abort", id));
    assertSays(0, "It is aborted now", tercet("stock-1", "abort", id, "--why", "customer called"));
    awaitListed("stock-1", "compensating");
    assertSays(0, "It was aborted before", tercet("stock-1", "abort", id, "--why", "again"));
    cluster().member("payment-1").restart();
    HttpResponse<String> refused = waiting.get(60, TimeUnit.SECONDS);
    assertEquals(400, refused.statusCode(), refused::body);
    assertTrue(refused.body().contains("deadline_exceeded"), refused::body);
    awaitNothingOpen("stock-1");
    assertEquals(200, checkout(7).get(60, TimeUnit.SECONDS).statusCode());
    assertSays(1, "No node that answered knows", tercet("stock-1", "show", "none"));
  }

  @Test
  void abortIsRefusedOnceTheDecisionIsTaken() throws Exception {
    start("2pc");
    cluster().member("stock-1").pause();
    CompletableFuture<HttpResponse<String>> waiting = checkout(7);
    String id = awaitListed("payment-1", "on stock-1 (unreachable)"); // so payment has promised
    cluster().member("payment-1").kill();
    cluster().member("stock-1").resume();
    assertEquals(200, waiting.get(60, TimeUnit.SECONDS).statusCode());
    assertEquals(id, awaitListed("stock-1", "on payment-1 (unreachable)"));
    assertSays(
        1,
        "was not aborted. The order is paid by it",
        tercet("stock-1", "abort", id, "--why", "a mistake"));
    cluster().member("payment-1").restart();
    awaitNothingOpen("stock-1");
    assertEquals(200, checkout(7).get(60, TimeUnit.SECONDS).statusCode());
  }
}
