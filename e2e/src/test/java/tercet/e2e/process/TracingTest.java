package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.LocalCluster;
import tercet.testing.testbed.server.Await;

/** One checkout is one trace, wherever its parts are decided, and nothing travels for it. */
@Tag("slow")
@Timeout(120)
final class TracingTest {
  private static final Duration ARRIVING_MAX = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern ID = Pattern.compile("\"\\w+_id\":\"([^\"]+)\"");

  /** Which node has to tell of each service. */
  private static final Map<String, String> NODES =
      Map.of(
          "tercet-gateway", "order-1",
          "tercet-order", "order-1",
          "tercet-stock", "stock-1",
          "tercet-payment", "payment-1");

  @TempDir private Path folder = Path.of("");

  @AfterAll
  static void close() {
    HTTP.close();
  }

  @ParameterizedTest
  @CsvSource({
    "http, tcc",
    "grpc, tcc",
    "http, saga",
    "http, choreography",
    "grpc, 2pc",
    "kafka, saga",
    "rabbitmq, saga",
    "redis-streams, tcc"
  })
  void oneCheckoutIsOneTrace(String transport, String protocol) throws Exception {
    try (TraceCollector collector = TraceCollector.start(0);
        LocalCluster nodes = ShopCluster.start(traced(transport, protocol, collector))) {
      HttpResponse<String> paid = buy(nodes.address());
      assertEquals(200, paid.statusCode(), paid::body);
      String transaction = id(paid);
      Supplier<@Nullable String> report = () -> collector.report() + nodes.lastWords();
      await(() -> isWhole(collector.ofTransaction(transaction)), report);
      assertIsOneTrace(collector, transaction, paid);
      System.out.printf(
          "%s over %s, %s:%n%s", protocol, transport, transaction, collector.tree(transaction));
      for (TraceCollector.Seen span : collector.ofTransaction(transaction)) {
        assertEquals(NODES.get(span.service()), span.node(), report);
      }
    }
  }

  private static Blueprint traced(String transport, String protocol, TraceCollector collector) {
    return Blueprints.ROCKSDB_3
        .withTransport(transport)
        .withProtocol(protocol)
        .withOptions(List.of("--otlp-endpoint=" + collector.uri()));
  }

  @Test
  void soItIsInOneProcess() throws Exception {
    try (TraceCollector collector = TraceCollector.start(0);
        ShopProcess shop =
            ShopProcess.start(folder, "--otlp-endpoint", collector.uri().toString())) {
      HttpResponse<String> paid = buy(shop.uri());
      String transaction = id(paid);
      await(
          () -> isWhole(collector.ofTransaction(transaction)),
          () -> collector.report() + shop.output());
      assertIsOneTrace(collector, transaction, paid);
    }
  }

  /** Spans of all services, and every parent. */
  private static boolean isWhole(List<TraceCollector.Seen> spans) {
    Set<String> services =
        spans.stream().map(TraceCollector.Seen::service).collect(Collectors.toSet());
    Set<String> ids = spans.stream().map(TraceCollector.Seen::id).collect(Collectors.toSet());
    return services.equals(NODES.keySet())
        && spans.stream().allMatch(span -> span.parent().isEmpty() || ids.contains(span.parent()));
  }

  private static void assertIsOneTrace(
      TraceCollector collector, String transaction, HttpResponse<String> paid)
      throws NoSuchAlgorithmException {
    List<TraceCollector.Seen> spans = collector.ofTransaction(transaction);
    Supplier<@Nullable String> report = collector::report;
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(transaction.getBytes(StandardCharsets.UTF_8));
    String trace = HexFormat.of().formatHex(digest, 0, 16);
    assertEquals(
        "00-" + trace + "-" + root(spans).id() + "-01",
        paid.headers().firstValue("traceresponse").orElse(""));
    for (TraceCollector.Seen span : collector.spans()) {
      assertEquals(span.transaction().equals(transaction), span.trace().equals(trace), report);
    }
    assertEquals(
        spans.size(),
        new HashSet<>(spans.stream().map(TraceCollector.Seen::id).toList()).size(),
        report);
    TraceCollector.Seen begun = beginning(spans, HexFormat.of().formatHex(digest, 24, 32));
    assertEquals(root(spans).id(), begun.parent(), report);
    for (TraceCollector.Seen span : spans) {
      boolean participant = Set.of("tercet-stock", "tercet-payment").contains(span.service());
      boolean other = span.service().equals("tercet-order") && !span.equals(begun);
      if (participant) {
        assertEquals(begun.id(), span.parent(), report);
      }
      if (other) {
        assertEquals(root(spans).id(), span.parent(), report);
      }
    }
  }

  private static TraceCollector.Seen root(List<TraceCollector.Seen> spans) {
    List<TraceCollector.Seen> roots =
        spans.stream().filter(span -> span.parent().isEmpty()).toList();
    assertEquals(1, roots.size(), spans::toString);
    assertEquals("POST /orders/checkout/{order_id}", roots.getFirst().name());
    assertEquals("tercet-gateway", roots.getFirst().service());
    return roots.getFirst();
  }

  /** The others are the same request, sent again. The gateway did not wait for their answers. */
  private static TraceCollector.Seen beginning(List<TraceCollector.Seen> spans, String id) {
    List<TraceCollector.Seen> found = spans.stream().filter(span -> span.id().equals(id)).toList();
    assertEquals(1, found.size(), spans::toString);
    assertEquals("Checkout", found.getFirst().name());
    assertEquals("tercet-order", found.getFirst().service());
    return found.getFirst();
  }

  @Test
  void deadCollectorDisturbsNothingAndIsSaidOnce() throws Exception {
    int port = ShopProcess.freePort();
    String endpoint = "http://127.0.0.1:" + port;
    try (ShopProcess shop = ShopProcess.start(folder, "--otlp-endpoint", endpoint)) {
      for (int lost = 1; lost <= 3; lost++) {
        double before = lost(shop);
        assertEquals(200, buy(shop.uri()).statusCode());
        await(() -> lost(shop) > before, shop::output);
      }
      assertEquals(1, count("Traces cannot be sent to " + endpoint, shop), shop::output);
      try (TraceCollector collector = TraceCollector.start(port)) {
        String transaction = id(buy(shop.uri()));
        await(() -> isWhole(collector.ofTransaction(transaction)), collector::report);
        await(() -> count("Traces are taken again", shop) == 1, shop::output);
      }
    }
  }

  private static long count(String text, ShopProcess shop) {
    return shop.output().lines().filter(line -> line.contains(text)).count();
  }

  private static double lost(ShopProcess shop) {
    String name = "tercet_spans_lost_total ";
    return get(shop.adminUri().resolve("/metrics"))
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutAnAddressNothingIsTraced() {
    try (ShopProcess shop = ShopProcess.start(folder)) {
      HttpResponse<String> paid = buy(shop.uri());
      assertEquals(200, paid.statusCode());
      assertTrue(paid.headers().firstValue("traceresponse").isEmpty());
      assertTrue(
          !get(shop.adminUri().resolve("/metrics")).body().contains("tercet_spans"), "no metrics");
    }
  }

  /** Everything that a checkout needs, and the checkout. */
  private static HttpResponse<String> buy(URI shop) {
    String item = id(post(shop, "/stock/item/create/5"));
    post(shop, "/stock/add/" + item + "/10");
    String user = id(post(shop, "/payment/create_user"));
    post(shop, "/payment/add_funds/" + user + "/100");
    String order = id(post(shop, "/orders/create/" + user));
    post(shop, "/orders/addItem/" + order + "/" + item + "/2");
    return post(shop, "/orders/checkout/" + order);
  }

  private static String id(HttpResponse<String> response) {
    Matcher id = ID.matcher(response.body());
    assertTrue(id.find(), response::body);
    return id.group(1);
  }

  private static HttpResponse<String> post(URI shop, String path) {
    return send(
        HttpRequest.newBuilder(shop.resolve(path)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private static HttpResponse<String> get(URI uri) {
    return send(HttpRequest.newBuilder(uri));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void await(BooleanSupplier condition, Supplier<@Nullable String> report) {
    Await.until(report, ARRIVING_MAX, condition);
  }
}
