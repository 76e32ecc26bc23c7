package tercet.testing.verifier.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.HttpConversation;
import tercet.testing.verifier.fake.HttpConversation.Response;
import tercet.testing.verifier.fake.SeededBug;
import tercet.testing.verifier.fake.SocketServer;

@Timeout(60)
final class BulkTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void manyRecordsAreWrittenAndRead() {
    try (FakeShop server = new FakeShop(SeededBug.NONE);
        ShopClient shop = new ShopClient(server.address())) {
      ItemId item = shop.createItem(2).value();
      BulkWriter writer = new BulkWriter(server.address(), 8);
      List<UserId> users = writer.users(500, 3);
      List<Line> four = List.of(new Line(item, 4));
      List<OrderId> orders = writer.orders(users, Collections.nCopies(500, four));
      BulkReader reader = new BulkReader(server.address(), 8, SOON);
      assertEquals(users, List.copyOf(reader.users(users).keySet()));
      assertEquals(new User(users.get(7), 3), reader.users(users).get(users.get(7)));
      Map<OrderId, Order> read = reader.orders(orders);
      assertEquals(orders, List.copyOf(read.keySet()));
      for (int i = 0; i < 500; i++) {
        List<Line> lines = List.of(new Line(item, 4));
        assertEquals(
            new Order(orders.get(i), users.get(i), lines, 8, false), read.get(orders.get(i)));
      }
    }
  }

  @Test
  void whatTheShopDoesNotKnowIsMissing() {
    try (FakeShop server = new FakeShop(SeededBug.NONE);
        ShopClient shop = new ShopClient(server.address())) {
      shop.initItems(3, 5, 1).value();
      BulkReader reader = new BulkReader(server.address(), 2, SOON);
      assertEquals(
          List.of(ItemId.of(2), ItemId.of(0)),
          List.copyOf(reader.items(List.of(ItemId.of(2), ItemId.of(7), ItemId.of(0))).keySet()));
    }
  }

  @Test
  void readsWithoutAnAnswerAreRepeated() {
    AtomicInteger requests = new AtomicInteger();
    try (SocketServer server =
        new SocketServer(
            new HttpConversation(_ -> {
              int request = requests.incrementAndGet();
              if (request % 5 == 0) {
                throw new IOException("dies");
              }
              return request % 3 == 0
                  ? new Response(503, "{}")
                  : new Response(200, "{\"credit\":1}");
            }))) {
      List<UserId> users = LongStream.range(0, 200).mapToObj(UserId::of).toList();
      Map<UserId, User> read = new BulkReader(server.address(), 4, SOON).users(users);
      assertEquals(users, List.copyOf(read.keySet()));
    }
  }

  @Test
  void slowShopIsReadToTheEndAndOneThatStandsStillIsGivenUp() {
    AtomicInteger requests = new AtomicInteger();
    AtomicInteger servedMax = new AtomicInteger(Integer.MAX_VALUE);
    try (SocketServer server =
        new SocketServer(
            new HttpConversation(_ -> {
              LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
              return requests.incrementAndGet() <= servedMax.get()
                  ? new Response(200, "{\"credit\":1}")
                  : new Response(503, "{}");
            }))) {
      List<UserId> users = LongStream.range(0, 400).mapToObj(UserId::of).toList();
      BulkReader reader = new BulkReader(server.address(), 1, Duration.ofSeconds(2));
      assertEquals(users.size(), reader.users(users).size());
      servedMax.set(requests.get() + users.size() / 2);
      assertThrows(UnreadableShopException.class, () -> reader.users(users));
    }
  }

  @Test
  void longReadingTellsHowFarItIs() {
    try (FakeShop server = new FakeShop(SeededBug.NONE);
        ShopClient shop = new ShopClient(server.address())) {
      shop.initItems(3, 5, 1).value();
      List<ItemId> items = List.of(ItemId.of(0), ItemId.of(7), ItemId.of(2));
      List<String> lines = new ArrayList<>();
      BulkReader reader = new BulkReader(server.address(), 1, SOON);
      reader.telling(new ReadProgress(Duration.ZERO, lines::add)).items(items);
      assertEquals(
          List.of("  read 1 of 3 items", "  read 2 of 3 items", "  read 3 of 3 items"), lines);
      reader.telling(new ReadProgress(SOON, lines::add)).items(items);
      assertEquals(3, lines.size());
    }
  }

  @Test
  void shopThatDoesNotAnswerIsUnreadable() {
    try (SocketServer server =
        new SocketServer(new HttpConversation(_ -> new Response(503, "{}")))) {
      BulkReader reader = new BulkReader(server.address(), 4, Duration.ofMillis(100));
      List<UserId> users = List.of(UserId.of(1));
      assertThrows(UnreadableShopException.class, () -> reader.users(users));
    }
  }
}
