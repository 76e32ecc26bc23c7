package tercet.testing.verifier.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tercet.testing.verifier.http.ClientToken;

/**
 * Makes the calls of the contract, one at a time, and waits for each answer. For preparing and
 * looking; {@link tercet.testing.verifier.http.LoadClient} is for load. Safe for many threads.
 *
 * <p>No call throws because of the server's answer, except {@link BrokenContractException} for a
 * 200 with a body against the contract.
 */
public final class ShopClient implements AutoCloseable {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration INIT_TIMEOUT = Duration.ofMinutes(2);

  /** As in {@link tercet.testing.verifier.http.LoadClient}: a longer answer is cut off. */
  private static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

  private static final String IS_IT_THE_GATEWAY =
      "Is --url the address of the gateway, without a path?";

  private final URI base;
  private final HttpClient http;
  private final Oddities oddities;
  private final @Nullable String idempotencyKey;

  /**
   * @param base address of the shop, for example {@code http://localhost:8000}
   */
  public ShopClient(URI base) {
    this(base, new Oddities());
  }

  /**
   * @param base address of the shop, for example {@code http://localhost:8000}
   * @param oddities hear what is unlike the contract in its answers, though it can be read
   */
  public ShopClient(URI base, Oddities oddities) {
    this(
        base,
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build(),
        oddities,
        null);
  }

  private ShopClient(
      URI base, HttpClient http, Oddities oddities, @Nullable String idempotencyKey) {
    this.base = base;
    this.http = http;
    this.oddities = oddities;
    this.idempotencyKey = idempotencyKey;
  }

  /** The same client, whose POSTs carry this {@code Idempotency-Key}. Closed with this one. */
  public ShopClient withIdempotencyKey(String key) {
    return new ShopClient(base, http, oddities, key);
  }

  /**
   * Makes a user, to see whether a shop is there. Answers of 5xx are asked for again for 3 s.
   *
   * @param progress hears of each pause, line by line
   * @throws NoShopException if there is none
   */
  public void requireShop(Consumer<String> progress) throws NoShopException {
    boolean web = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
    if (!web || base.getHost() == null) {
      throw new NoShopException("%s is no address such as http://localhost:8000.".formatted(base));
    }
    try {
      switch (firstUser(progress)) {
        case ClientReply.Ok<UserId> _ -> {}
        case ClientReply.Refused<UserId> refused ->
            throw refused.status() == UNAUTHORIZED || refused.status() == FORBIDDEN
                ? guarded(refused.status())
                : noShop("answered " + refused.status());
        case ClientReply.Unknown<UserId> unknown when unknown.reason().startsWith("status") ->
            throw noShop("answered " + unknown.reason());
        case ClientReply.Unknown<UserId> unknown when unknown.reason().contains("SSL") ->
            throw new NoShopException(
                "the server at %s is not trusted, or does not speak TLS (%s).%nGive the authority"
                        .formatted(base, unknown.reason())
                    + " of its certificate by --ca-file FILE.");
        case ClientReply.Unknown<UserId> unknown ->
            throw new NoShopException(
                "nothing answers at %s (%s).%nStart the shop (./tercet run), or give its address"
                        .formatted(base, unknown.reason())
                    + " by --url.");
      }
    } catch (BrokenContractException e) {
      throw new NoShopException(
          "the server at %s is no shop with this contract: %s%n%s"
              .formatted(base, e.getMessage(), IS_IT_THE_GATEWAY));
    }
  }

  /** An address where nothing listens is probably mistyped: that is said at once. */
  private ClientReply<UserId> firstUser(Consumer<String> progress) {
    ClientReply<UserId> reply = createUser();
    boolean failed =
        reply instanceof ClientReply.Unknown<?>(String reason) && reason.startsWith("status");
    return failed ? Repetition.of(progress, this::createUser) : reply;
  }

  private NoShopException guarded(int status) {
    return new NoShopException(
        (status == UNAUTHORIZED
                    ? "the shop at %s wants a token that it knows (401).%n"
                    : "the shop at %s does not let this token make records, or this address call"
                        + " (403).%n")
                .formatted(base)
            + "Set the variable TERCET_TOKEN to one with the scopes shopper, merchant.");
  }

  private NoShopException noShop(String found) {
    return new NoShopException(
        "the server at %s is no shop with this contract: POST /payment/create_user %s.%n"
                .formatted(base, found)
            + IS_IT_THE_GATEWAY);
  }

  // --- Stock ---

  /** A new item without stock. */
  public ClientReply<ItemId> createItem(long price) {
    return post("/stock/item/create/", price, HttpAnswer::newItem);
  }

  public ClientReply<Item> findItem(ItemId item) {
    return get(ShopAnswers.FIND_ITEM, item, answer -> answer.item(item));
  }

  public ClientReply<Done> addStock(ItemId item, long amount) {
    return post("/stock/add/", item + "/" + amount, HttpAnswer::done);
  }

  public ClientReply<Done> subtractStock(ItemId item, long amount) {
    return post("/stock/subtract/", item + "/" + amount, HttpAnswer::done);
  }

  /** Makes items 0 to {@code count - 1}, or makes them anew. */
  public ClientReply<Done> initItems(long count, long stock, long price) {
    return init("/stock/batch_init/", count + "/" + stock + "/" + price);
  }

  // --- Payment ---

  /** A new user without credit. */
  public ClientReply<UserId> createUser() {
    return post("/payment/create_user", "", HttpAnswer::newUser);
  }

  public ClientReply<User> findUser(UserId user) {
    return get(ShopAnswers.FIND_USER, user, answer -> answer.user(user));
  }

  public ClientReply<Done> addFunds(UserId user, long amount) {
    return post("/payment/add_funds/", user + "/" + amount, HttpAnswer::done);
  }

  public ClientReply<Done> pay(UserId user, long amount) {
    return post("/payment/pay/", user + "/" + amount, HttpAnswer::done);
  }

  /** Makes users 0 to {@code count - 1}, or makes them anew. */
  public ClientReply<Done> initUsers(long count, long credit) {
    return init("/payment/batch_init/", count + "/" + credit);
  }

  // --- Orders ---

  /** A new order without lines. */
  public ClientReply<OrderId> createOrder(UserId user) {
    return post("/orders/create/", user, HttpAnswer::newOrder);
  }

  public ClientReply<Order> findOrder(OrderId order) {
    return get(ShopAnswers.FIND_ORDER, order, answer -> answer.order(order));
  }

  public ClientReply<Done> addItem(OrderId order, ItemId item, long quantity) {
    return post("/orders/addItem/", order + "/" + item + "/" + quantity, HttpAnswer::done);
  }

  public ClientReply<Receipt> checkout(OrderId order) {
    return post("/orders/checkout/", order, HttpAnswer::receipt);
  }

  /** Makes orders 0 to {@code count - 1}, each of a random user with two random items. */
  public ClientReply<Done> initOrders(long count, long items, long users, long price) {
    return init("/orders/batch_init/", count + "/" + items + "/" + users + "/" + price);
  }

  // --- Anything else ---

  /**
   * Any request, and its answer as it is; for requests and details that the typed calls do not
   * have.
   *
   * @param method of HTTP, in capitals
   * @param path with everything behind it, escaped
   * @param headers name, value, name, value and so on
   * @throws IOException if there is no complete answer
   */
  public HttpResponse<String> exchange(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path, TIMEOUT).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private <T> ClientReply<T> get(String path, Object id, HttpAnswer.Reading<T> reading) {
    return call(ShopAnswers.route("GET", path), request(path + id, TIMEOUT).GET(), reading);
  }

  private <T> ClientReply<T> post(String path, Object rest, HttpAnswer.Reading<T> reading) {
    return call(ShopAnswers.route("POST", path), posting(path + rest, TIMEOUT), reading);
  }

  private ClientReply<Done> init(String path, String rest) {
    return call(
        ShopAnswers.route("POST", path), posting(path + rest, INIT_TIMEOUT), HttpAnswer::done);
  }

  private HttpRequest.Builder posting(String path, Duration timeout) {
    HttpRequest.Builder request = request(path, timeout).POST(HttpRequest.BodyPublishers.noBody());
    String key = idempotencyKey;
    return key == null ? request : request.header("Idempotency-Key", key);
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(timeout);
    String token = ClientToken.header();
    return token == null ? request : request.header("Authorization", token);
  }

  private <T> ClientReply<T> call(
      String route, HttpRequest.Builder request, HttpAnswer.Reading<T> reading) {
    try {
      HttpResponse<byte[]> response =
          http.send(
              request.build(),
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), BODY_BYTES_MAX));
      byte[] body = response.body();
      return new HttpAnswer(route, response.statusCode(), body, body.length, oddities)
          .reply(reading);
    } catch (IOException e) {
      return new ClientReply.Unknown<>(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ClientReply.Unknown<>("interrupted while waiting");
    }
  }

  /** Ends what is under way and lets go of the connections. */
  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
