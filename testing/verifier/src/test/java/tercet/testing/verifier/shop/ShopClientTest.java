package tercet.testing.verifier.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.HttpConversation;
import tercet.testing.verifier.fake.HttpConversation.Response;
import tercet.testing.verifier.fake.SeededBug;
import tercet.testing.verifier.fake.SocketServer;

@Timeout(60)
final class ShopClientTest {
  @Test
  void orderIsMadePaidAndFound() {
    try (FakeShop server = new FakeShop(SeededBug.NONE);
        ShopClient shop = new ShopClient(server.address())) {
      ItemId item = shop.createItem(5).value();
      shop.addStock(item, 10).value();
      shop.subtractStock(item, 1).value();
      UserId user = shop.createUser().value();
      shop.addFunds(user, 100).value();
      shop.pay(user, 1).value();
      OrderId order = shop.createOrder(user).value();
      shop.addItem(order, item, 3).value();
      assertEquals(new Receipt("t" + order), shop.checkout(order).value());
      assertEquals(new Item(item, 6, 5), shop.findItem(item).value());
      assertEquals(new User(user, 84), shop.findUser(user).value());
      assertEquals(
          new Order(order, user, List.of(new Line(item, 3)), 15, true),
          shop.findOrder(order).value());
    }
  }

  @Test
  void batchesAreMade() {
    try (FakeShop server = new FakeShop(SeededBug.NONE);
        ShopClient shop = new ShopClient(server.address())) {
      shop.initItems(10, 7, 2).value();
      shop.initUsers(10, 9).value();
      shop.initOrders(10, 10, 10, 2).value();
      assertEquals(new Item(ItemId.of(9), 7, 2), shop.findItem(ItemId.of(9)).value());
      assertEquals(new User(UserId.of(9), 9), shop.findUser(UserId.of(9)).value());
      assertEquals(4, shop.findOrder(OrderId.of(9)).value().totalCost());
    }
  }

  @Test
  void refusalTellsItsCode() {
    try (FakeShop server = new FakeShop(SeededBug.NONE);
        ShopClient shop = new ShopClient(server.address())) {
      assertEquals(
          new ClientReply.Refused<Item>(400, "unknown_item", "It was refused."),
          shop.findItem(ItemId.of(1)));
      ClientReply<User> refused = shop.findUser(UserId.of(1));
      assertThrows(UnexpectedReplyException.class, refused::value);
    }
  }

  @Test
  void refusalWithoutJsonHasNoCode() {
    try (SocketServer server = answering(404, "<html>");
        ShopClient shop = new ShopClient(server.address())) {
      assertEquals(new ClientReply.Refused<Item>(404, "", ""), shop.findItem(ItemId.of(1)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void errorOfTheServerIsUnknown(int status) {
    try (SocketServer server = answering(status, "{\"code\":\"overloaded\"}");
        ShopClient shop = new ShopClient(server.address())) {
      assertEquals(
          new ClientReply.Unknown<Receipt>("status " + status + " overloaded"),
          shop.checkout(OrderId.of(1)));
    }
  }

  @Test
  void endOfTheConnectionIsUnknown() {
    try (SocketServer server =
            new SocketServer(connection -> connection.getInputStream().read(new byte[1_000]));
        ShopClient shop = new ShopClient(server.address())) {
      assertInstanceOf(ClientReply.Unknown.class, shop.checkout(OrderId.of(1)));
    }
  }

  @Test
  void serverThatIsNotThereIsUnknown() {
    SocketServer server = answering(200, "{}");
    server.close();
    try (ShopClient shop = new ShopClient(server.address())) {
      assertInstanceOf(ClientReply.Unknown.class, shop.checkout(OrderId.of(1)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"stock\":1}",
        "{\"stock\":1.5,\"price\":1}",
        "{\"stock\":\"x\",\"price\":1}",
        "{\"stock\":99999999999999999999,\"price\":1}",
        "{\"stock\":1e999999999,\"price\":1}",
        "{\"stock\":\"1E999999999\",\"price\":1}",
        "{\"stock\":{},\"price\":1}"
      })
  void successAgainstTheContractIsNoticed(String body) {
    try (SocketServer server = answering(200, body);
        ShopClient shop = new ShopClient(server.address())) {
      assertThrows(BrokenContractException.class, () -> shop.findItem(ItemId.of(1)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5", "[null]", "[[\"1\"]]", "[{}]", "{\"1\":1.5}", "[[\"1\",2,3]]", "[[[],2]]"})
  void linesAgainstTheContractAreNoticed(String items) {
    String order =
        "{\"user_id\":\"1\",\"paid\":true,\"total_cost\":1,\"items\":%s}".formatted(items);
    try (SocketServer server = answering(200, order);
        ShopClient shop = new ShopClient(server.address())) {
      assertThrows(BrokenContractException.class, () -> shop.findOrder(OrderId.of(1)));
    }
  }

  /** Nothing tells which pieces an order without its lines has, unless it costs nothing. */
  @Test
  void orderWithoutLinesIsReadOnlyIfItCostsNothing() {
    String order = "{\"user_id\":\"1\",\"paid\":true,\"total_cost\":%d}";
    try (SocketServer server = answering(200, order.formatted(3));
        ShopClient shop = new ShopClient(server.address())) {
      BrokenContractException e =
          assertThrows(BrokenContractException.class, () -> shop.findOrder(OrderId.of(1)));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("GET /orders/find answered 200: {\"user_id\""), message);
      assertTrue(message.contains("it has no `items`"), message);
    }
    Oddities oddities = new Oddities();
    try (SocketServer server = answering(200, order.formatted(0));
        ShopClient shop = new ShopClient(server.address(), oddities)) {
      assertEquals(List.of(), shop.findOrder(OrderId.of(1)).value().lines());
      assertEquals("no `items`", oddities.list().getFirst().what());
    }
  }

  @Test
  void shopThatIsStillStartingIsAskedAgain() throws NoShopException {
    AtomicLong requests = new AtomicLong();
    List<String> progress = new ArrayList<>();
    try (SocketServer server =
            new SocketServer(
                new HttpConversation(_ ->
                    requests.incrementAndGet() <= 2
                        ? new Response(502, "<html>")
                        : new Response(200, "{\"user_id\":\"1\"}")));
        ShopClient shop = new ShopClient(server.address())) {
      shop.requireShop(progress::add);
      assertEquals(3, requests.get());
      assertEquals(1, progress.size(), progress::toString);
    }
  }

  @Test
  void negativeAmountIsReadAsItIs() {
    try (SocketServer server = answering(200, "{\"stock\":-7,\"price\":\"-3\"}");
        ShopClient shop = new ShopClient(server.address())) {
      assertEquals(new Item(ItemId.of(1), -7, -3), shop.findItem(ItemId.of(1)).value());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "null", "\"maybe\"", "0.5", "[]"})
  void paidThatIsNeitherTrueNorFalseIsNoticed(String paid) {
    String order = "{\"user_id\":\"1\",\"total_cost\":1,\"items\":[],\"paid\":%s}".formatted(paid);
    try (SocketServer server = answering(200, order);
        ShopClient shop = new ShopClient(server.address())) {
      assertThrows(BrokenContractException.class, () -> shop.findOrder(OrderId.of(1)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"a b\"", "true", "[]", "1.5"})
  void idThatCannotStandInAPathIsNoticed(String id) {
    try (SocketServer server = answering(200, "{\"user_id\":%s}".formatted(id));
        ShopClient shop = new ShopClient(server.address())) {
      assertThrows(BrokenContractException.class, shop::createUser);
    }
  }

  @Test
  void unreadableAnswerIsToldWithRouteStatusAndBeginning() {
    String page = "<html>\n<body>" + "x".repeat(5_000);
    try (SocketServer server = answering(200, page);
        ShopClient shop = new ShopClient(server.address())) {
      String message =
          assertThrows(BrokenContractException.class, () -> shop.findOrder(OrderId.of(1)))
              .toString();
      assertTrue(message.contains(": GET /orders/find answered 200: <html> <body>xxx"), message);
      assertTrue(message.length() < 500, message);
    }
  }

  /** 50 MB would be held by each of many connections. */
  @Test
  void bodyWithoutEndIsCutOff() {
    AtomicLong written = new AtomicLong();
    try (SocketServer server =
            new SocketServer(connection -> {
              byte[] piece = new byte[64 * 1024];
              connection.getInputStream().read(piece);
              OutputStream out = connection.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
              while (written.addAndGet(piece.length) < 50_000_000) {
                out.write(piece);
              }
            });
        ShopClient shop = new ShopClient(server.address())) {
      assertInstanceOf(ClientReply.Unknown.class, shop.findItem(ItemId.of(1)));
      BulkReader reader = new BulkReader(server.address(), 1, Duration.ofMillis(100));
      List<ItemId> items = List.of(ItemId.of(1));
      String message =
          assertThrows(UnreadableShopException.class, () -> reader.items(items)).toString();
      assertTrue(message.contains("GET /stock/find: an answer that is no HTTP/1.1"), message);
      assertTrue(written.get() < 50_000_000, written::toString);
    }
  }

  @Test
  void oddityCountsAnswersAndNotLines() {
    String order =
        "{\"user_id\":\"1\",\"paid\":true,\"total_cost\":1,\"items\":[\"7\",\"7\",\"8\"]}";
    Oddities oddities = new Oddities();
    try (SocketServer server = answering(200, order);
        ShopClient shop = new ShopClient(server.address(), oddities)) {
      assertEquals(
          Map.of(new ItemId("7"), 2L, new ItemId("8"), 1L),
          shop.findOrder(OrderId.of(1)).value().quantities());
      assertEquals(
          List.of(new Oddity("GET /orders/find", "`items` is a list of bare ids", 1, order)),
          oddities.list());
    }
  }

  @Test
  void unknownFieldsAreSkipped() {
    String body = "{\"more\":{\"stock\":[7]},\"stock\":1,\"list\":[{}],\"price\":2,\"none\":null}";
    try (SocketServer server = answering(200, body);
        ShopClient shop = new ShopClient(server.address())) {
      assertEquals(new Item(ItemId.of(1), 1, 2), shop.findItem(ItemId.of(1)).value());
    }
  }

  @Test
  void postCarriesTheIdempotencyKey() throws IOException, InterruptedException {
    try (SocketServer server =
            new SocketServer(
                new HttpConversation(request ->
                    new Response(
                        200,
                        "{\"user_id\":\"%s\"}"
                            .formatted(request.headers().getOrDefault("idempotency-key", "no")))));
        ShopClient shop = new ShopClient(server.address())) {
      assertEquals(new UserId("k1"), shop.withIdempotencyKey("k1").createUser().value());
      assertEquals(new UserId("no"), shop.createUser().value());
      HttpResponse<String> raw = shop.exchange("POST", "/any", "Idempotency-Key", "k2");
      assertEquals("{\"user_id\":\"k2\"}", raw.body());
    }
  }

  private static SocketServer answering(int status, String body) {
    return new SocketServer(new HttpConversation(_ -> new Response(status, body)));
  }
}
