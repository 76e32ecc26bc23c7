package tercet.e2e.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands before a shop, and makes one thing wrong. */
final class LyingProxy implements AutoCloseable {
  /** The wrong thing. */
  enum Lie {
    /** Answers every tenth checkout with 500 after the shop has done it. */
    SAYS_500_FOR_CHECKOUT,
    /** Does not pass on the most that a checkout may cost. */
    FORGETS_LIMIT,
    /** Takes the pieces of each cancellation out twice. */
    CANCELS_PIECES_TWICE,
    /** Says that an order is cancelled, and does nothing. */
    CANCELS_NOTHING,
    /** Names another refund each time. */
    INVENTS_REFUNDS,
    /** Says that pieces are removed, and does nothing. */
    REMOVES_NOTHING,
    /** Says that an order is reserved, and does nothing. */
    RESERVES_NOTHING,
    /** Says that no order is paid. */
    FORGETS_PAID
  }

  private static final int LIES_EVERY = 10;
  private static final int BACKLOG = 1_024;

  /** An answer of the shop, or of this proxy. */
  private record Reply(int status, String body) {}

  private final URI shop;
  private final Lie lie;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger lies = new AtomicInteger();

  LyingProxy(URI shop, Lie lie) {
    this.shop = shop;
    this.lie = lie;
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      server = HttpServer.create(new InetSocketAddress(loopback, 0), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange, exchange.getRequestURI().getPath());
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply reply(HttpExchange exchange, String path) throws IOException, InterruptedException {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    return switch (lie) {
      case SAYS_500_FOR_CHECKOUT -> {
        Reply real = forward(exchange, key);
        boolean lies = path.startsWith("/orders/checkout/");
        yield lies && isTurn() ? new Reply(500, real.body()) : real;
      }
      case FORGETS_LIMIT -> forward(exchange, path, key);
      case CANCELS_PIECES_TWICE -> {
        if (path.startsWith("/orders/cancelItem/")) {
          forward(exchange, null);
        }
        yield forward(exchange, key);
      }
      case CANCELS_NOTHING ->
          path.startsWith("/orders/cancel/")
              ? new Reply(200, "{\"refund_id\":\"none\"}")
              : forward(exchange, key);
      case INVENTS_REFUNDS -> {
        Reply real = forward(exchange, key);
        yield path.startsWith("/orders/cancel/") && real.status() == 200
            ? new Reply(200, "{\"refund_id\":\"%d\"}".formatted(lies.incrementAndGet()))
            : real;
      }
      case RESERVES_NOTHING ->
          path.startsWith("/orders/reserve/")
              ? new Reply(200, "{\"reserved_until\":\"2030-01-01T00:00:00Z\"}")
              : forward(exchange, key);
      case FORGETS_PAID -> {
        Reply real = forward(exchange, key);
        yield path.startsWith("/orders/status/")
            ? new Reply(real.status(), real.body().replace("\"paid\"", "\"unpaid\""))
            : real;
      }
      case REMOVES_NOTHING ->
          path.startsWith("/orders/removeItem/")
              ? new Reply(200, "{\"done\":true}")
              : forward(exchange, key);
    };
  }

  private boolean isTurn() {
    return lies.incrementAndGet() % LIES_EVERY == 0;
  }

  private Reply forward(HttpExchange exchange, @Nullable String key)
      throws IOException, InterruptedException {
    return forward(exchange, exchange.getRequestURI().toString(), key);
  }

  private Reply forward(HttpExchange exchange, String target, @Nullable String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(shop.resolve(target))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.noBody());
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.body());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
