package tercet.testing.verifier.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.testing.verifier.fake.Dialect;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.HttpConversation.Response;
import tercet.testing.verifier.fake.SeededBug;
import tercet.testing.verifier.http.LoadSettings;

/** Preparation of a shop that fails now and then. */
@Timeout(60)
final class BulkWriterTest {
  private static final int COUNT = 30;
  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<String> progress = new ArrayList<>();
  private final AtomicInteger posts = new AtomicInteger();

  /** Of every fifth POST. */
  enum Failure {
    ERROR_BEFORE_EFFECT,
    ERROR_AFTER_EFFECT,
    BROKEN_BEFORE_EFFECT,
    BROKEN_AFTER_EFFECT;

    Response happen(Supplier<Response> shop) throws IOException {
      boolean takesEffect = this == ERROR_AFTER_EFFECT || this == BROKEN_AFTER_EFFECT;
      String lost = takesEffect ? shop.get().body() : "";
      if (this == BROKEN_BEFORE_EFFECT || this == BROKEN_AFTER_EFFECT) {
        throw new IOException("dies");
      }
      return new Response(500, "<html>Internal Server Error</html>" + lost.length());
    }
  }

  @ParameterizedTest
  @EnumSource
  void noChangeIsMadeTwiceAndNoneIsMissing(Failure failure) {
    Dialect dialect =
        (request, shop) ->
            request.method().equals("POST") && posts.incrementAndGet() % 5 == 0
                ? failure.happen(shop)
                : shop.get();
    try (FakeShop server = new FakeShop(SeededBug.NONE, dialect)) {
      BulkWriter writer = writer(server, SOON);
      List<ItemId> items = writer.items(Collections.nCopies(COUNT, 2L), 9);
      List<UserId> users = writer.users(COUNT, 7);
      List<Line> lines = List.of(new Line(items.getFirst(), 2), new Line(items.getLast(), 1));
      List<OrderId> orders = writer.orders(users, Collections.nCopies(COUNT, lines));
      BulkReader reader = new BulkReader(server.address(), 4, SOON);
      assertEquals(COUNT, reader.items(items).size());
      assertTrue(reader.items(items).values().stream().allMatch(item -> item.stock() == 9));
      assertEquals(COUNT, reader.users(users).size());
      assertTrue(reader.users(users).values().stream().allMatch(user -> user.credit() == 7));
      List<Order> read = List.copyOf(reader.orders(orders).values());
      for (int i = 0; i < COUNT; i++) {
        assertEquals(users.get(i), read.get(i).user());
        assertEquals(Order.quantities(lines), read.get(i).quantities());
      }
      assertTrue(progress.getFirst().contains("could not be made"), progress::toString);
    }
  }

  @Test
  void shopThatIsStillStartingIsWaitedFor() {
    Dialect dialect =
        (_, shop) -> posts.incrementAndGet() <= 20 ? new Response(503, "{}") : shop.get();
    try (FakeShop server = new FakeShop(SeededBug.NONE, dialect)) {
      assertEquals(COUNT, writer(server, SOON).users(COUNT, 1).size());
      // A shop that only fails is not asked for everything: 4 connections are 4 failures in a row.
      assertTrue(progress.size() >= 3, progress::toString);
    }
  }

  @Test
  void routeThatAlwaysFailsIsNamedWithItsLastAnswer() {
    Dialect dialect =
        (request, shop) ->
            request.path().startsWith("/payment/add_funds")
                ? new Response(500, "no funds today " + "x".repeat(1_000))
                : shop.get();
    try (FakeShop server = new FakeShop(SeededBug.NONE, dialect)) {
      UnexpectedReplyException e =
          assertThrows(UnexpectedReplyException.class, () -> writer(server, SOON).users(COUNT, 1));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("30 of 30 users could not be made in 8 tries"), message);
      assertTrue(message.contains("POST /payment/add_funds answered 500: no funds"), message);
      assertTrue(message.length() < 400, message);
    }
  }

  @Test
  void routeThatHangsIsNamed() {
    Dialect dialect =
        (request, shop) -> {
          if (request.path().startsWith("/orders/addItem")) {
            LockSupport.parkNanos(SOON.toNanos());
          }
          return shop.get();
        };
    try (FakeShop server = new FakeShop(SeededBug.NONE, dialect)) {
      BulkWriter writer = writer(server, Duration.ofMillis(100));
      List<UserId> users = writer.users(COUNT, 1);
      ItemId item = writer.items(List.of(1L), 1).getFirst();
      List<List<Line>> lines = Collections.nCopies(COUNT, List.of(new Line(item, 1)));
      UnexpectedReplyException e =
          assertThrows(UnexpectedReplyException.class, () -> writer.orders(users, lines));
      assertTrue(
          String.valueOf(e.getMessage())
              .contains("POST /orders/addItem: no complete answer in time"),
          e::getMessage);
    }
  }

  @Test
  void refusalIsNotRepeated() {
    Dialect dialect =
        (_, _) -> {
          posts.incrementAndGet();
          return new Response(404, "no such route");
        };
    try (FakeShop server = new FakeShop(SeededBug.NONE, dialect)) {
      BulkWriter writer = new BulkWriter(server.address(), 1);
      UnexpectedReplyException e =
          assertThrows(UnexpectedReplyException.class, () -> writer.users(COUNT, 0));
      assertTrue(
          String.valueOf(e.getMessage())
              .contains("POST /payment/create_user answered 404: no such route"),
          e::getMessage);
      assertEquals(1, posts.get());
      assertFalse(String.valueOf(e.getMessage()).contains("tries"));
    }
  }

  @Test
  void oneIdForTwoRecordsIsNamed() {
    try (FakeShop server = new FakeShop(SeededBug.GIVES_USER_ID_TWICE)) {
      SameIdException e =
          assertThrows(SameIdException.class, () -> writer(server, SOON).users(COUNT, 7));
      assertEquals(
          "POST /payment/create_user gave the id 1000005 twice: two new users are one record",
          e.getMessage());
    }
  }

  private BulkWriter writer(FakeShop server, Duration requestMax) {
    return new BulkWriter(
        server.address(),
        LoadSettings.closedLoop(4).withRequestTimeout(requestMax),
        Duration.ofMillis(20).toNanos(),
        new Oddities(),
        progress::add);
  }
}
