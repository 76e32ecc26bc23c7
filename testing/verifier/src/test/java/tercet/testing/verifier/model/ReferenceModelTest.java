package tercet.testing.verifier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.testing.verifier.fake.Dialect;
import tercet.testing.verifier.fake.FakeShop;
import tercet.testing.verifier.fake.HttpConversation.Response;
import tercet.testing.verifier.fake.SeededBug;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.shop.BrokenContractException;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.BulkWriter;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.Line;
import tercet.testing.verifier.shop.Order;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.UserId;

@Timeout(60)
final class ReferenceModelTest {
  private static final int BUYERS = 60;
  private static final int POOR = 10;
  private static final int PIECES = 40;
  private static final long PRICE = 2;
  private static final long CREDIT = 100;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GIVES_USER_ID_TWICE")
  void shopIsConvictedAsWhatItIs(SeededBug flaw) throws IOException {
    try (FakeShop shop = new FakeShop(flaw)) {
      ReferenceModel books = new ReferenceModel();
      List<OrderId> orders = prepare(shop, books);
      // One after the other, so that the poor come while there is stock.
      new LoadClient(shop.address(), LoadSettings.closedLoop(1)).run(Checkouts.once(orders, books));
      Audit audit = books.audit(reader(shop), Duration.ofMillis(1));
      assertEquals(faultsOf(flaw), audit.faults(), audit::report);
    }
  }

  private static Set<Anomaly> faultsOf(SeededBug flaw) {
    return switch (flaw) {
      case NONE,
          SAYS_503_FOR_PURCHASE,
          NEVER_FORGIVES_REFUSED,
          HOLDS_MONEY_OF_REFUSED,
          FORGETS_LATEST_WHEN_KILLED,
          GIVES_USER_ID_TWICE ->
          EnumSet.noneOf(Anomaly.class);
      // 50 are paid and 40 pieces gone: nothing was taken for ten.
      case OVERSELLS -> EnumSet.of(Anomaly.OVERDRAWN, Anomaly.PAID_WITHOUT_TAKING);
      case GOES_BELOW_ZERO -> EnumSet.of(Anomaly.OVERDRAWN, Anomaly.NEGATIVE_BALANCE);
      case CHARGES_TWICE -> EnumSet.of(Anomaly.TAKEN_TWICE);
      case KEEPS_MONEY_OF_REFUSED -> EnumSet.of(Anomaly.TAKEN_WITHOUT_PAID);
      // The item has many orders, paid and not, so that both would explain it.
      case KEEPS_PIECES_OF_REFUSED -> EnumSet.of(Anomaly.TAKEN_TOO_MUCH);
      case CHARGES_WRONG_USER -> EnumSet.of(Anomaly.TAKEN_FROM_WRONG);
      case SAYS_200_WITHOUT_EFFECT -> EnumSet.of(Anomaly.ACKNOWLEDGED_NOT_PAID);
      case SAYS_400_BUT_DOES_IT -> EnumSet.of(Anomaly.REFUSED_BUT_PAID);
      case SAYS_500_FOR_PURCHASE -> EnumSet.of(Anomaly.ERROR_FOR_PURCHASE);
      case SAYS_500_FOR_REFUSAL -> EnumSet.of(Anomaly.ERROR_FOR_REFUSAL);
      // The charges of orders that are not shown as paid are left over.
      case SHOWS_PAID_LATE -> EnumSet.of(Anomaly.ACKNOWLEDGED_NOT_PAID, Anomaly.TAKEN_WITHOUT_PAID);
      case FORGETS_STOCK -> EnumSet.of(Anomaly.OVERDRAWN, Anomaly.PAID_WITHOUT_TAKING);
      case FORGETS_MONEY -> EnumSet.of(Anomaly.PAID_WITHOUT_TAKING);
      case LOSES_ORDER ->
          EnumSet.of(Anomaly.RECORD_LOST, Anomaly.TAKEN_WITHOUT_PAID, Anomaly.TAKEN_TOO_MUCH);
      case LOSES_LINE -> EnumSet.of(Anomaly.ORDER_CHANGED);
      case LOSES_ADDED_LINE ->
          EnumSet.of(Anomaly.ORDER_CHANGED, Anomaly.OVERDRAWN, Anomaly.PAID_WITHOUT_TAKING);
      case PRINTS_MONEY -> EnumSet.of(Anomaly.BALANCE_WRONG);
    };
  }

  @Test
  void standardBatchIsBookedAndAgrees() throws IOException {
    try (FakeShop server = new FakeShop(SeededBug.NONE);
        ShopClient shop = new ShopClient(server.address())) {
      shop.initItems(200, 2, 1).value();
      shop.initUsers(200, 2).value();
      shop.initOrders(200, 200, 200, 1).value();
      ReferenceModel books = new ReferenceModel();
      books.hasBatch(200, 2, 2);
      List<OrderId> half = LongStream.range(0, 100).mapToObj(OrderId::of).toList();
      Checkouts checkouts = Checkouts.untilDefinite(half, books);
      new LoadClient(server.address(), LoadSettings.closedLoop(10)).run(checkouts);
      Audit audit = books.audit(reader(server), Duration.ofMillis(1));
      assertTrue(audit.isClean(), audit::report);
      assertEquals(100, audit.paid());
      assertEquals(100, checkouts.paid());
      assertEquals(100, books.count(ClientOutcome.NOT_ASKED));
    }
  }

  @Test
  void errorForEverStaysKnownThoughTheNextReadingFails() throws IOException {
    AtomicInteger reads = new AtomicInteger();
    Dialect dying =
        (request, shop) -> {
          if (request.path().startsWith("/stock/find")) {
            return new Response(200, "{\"stock\":1000,\"price\":2}");
          }
          boolean isSecond =
              request.path().startsWith("/orders/find") && reads.incrementAndGet() > BUYERS;
          return isSecond ? new Response(200, "") : shop.get();
        };
    try (FakeShop shop = new FakeShop(SeededBug.SAYS_500_FOR_PURCHASE, dying)) {
      ReferenceModel books = new ReferenceModel();
      List<OrderId> orders = prepare(shop, books);
      new LoadClient(shop.address(), LoadSettings.closedLoop(1)).run(Checkouts.once(orders, books));
      BulkReader reader = reader(shop);
      assertThrows(
          BrokenContractException.class, () -> books.settle(reader, Duration.ofSeconds(30)));
      assertTrue(
          books.seen().stream().anyMatch(one -> one.fault() == Anomaly.ERROR_FOR_PURCHASE),
          () -> books.seen().toString());
    }
  }

  @Test
  void unknownOutcomeIsWhatTheOrderSays() {
    try (FakeShop server = new FakeShop(SeededBug.NONE);
        ShopClient shop = new ShopClient(server.address())) {
      ReferenceModel books = new ReferenceModel();
      List<OrderId> orders = prepare(server, books);
      shop.checkout(orders.getLast()).value();
      books.told(orders.getLast(), ClientOutcome.UNKNOWN);
      books.told(orders.get(1), ClientOutcome.UNKNOWN);
      books.told(orders.get(1), ClientOutcome.REFUSED);
      Audit audit = books.audit(reader(server), Duration.ofMillis(1));
      assertTrue(audit.isClean(), audit::report);
      assertEquals(1, audit.unknownPaid());
      assertEquals(1, audit.unknownNotPaid());
    }
  }

  @Test
  void paymentThatNobodyAskedForIsNoticed() {
    try (FakeShop server = new FakeShop(SeededBug.NONE);
        ShopClient shop = new ShopClient(server.address())) {
      ReferenceModel books = new ReferenceModel();
      List<OrderId> orders = prepare(server, books);
      shop.checkout(orders.getLast()).value();
      Audit audit = books.audit(reader(server), Duration.ofMillis(1));
      assertEquals(EnumSet.of(Anomaly.PAID_UNASKED), audit.faults(), audit::report);
    }
  }

  /** A buyer per order; the first have no credit, and there is not enough for all others. */
  private static List<OrderId> prepare(FakeShop server, ReferenceModel books) {
    ItemId item;
    try (ShopClient shop = new ShopClient(server.address())) {
      item = shop.createItem(PRICE).value();
      shop.addStock(item, PIECES).value();
    }
    books.gotStock(item, PIECES);
    BulkWriter writer = new BulkWriter(server.address(), 4);
    List<UserId> users = new ArrayList<>(writer.users(POOR, 0));
    users.addAll(writer.users(BUYERS - POOR, CREDIT));
    List<Line> lines = List.of(new Line(item, 1));
    List<OrderId> orders = writer.orders(users, Collections.nCopies(BUYERS, lines));
    for (int i = 0; i < BUYERS; i++) {
      books.gotCredit(users.get(i), i < POOR ? 0 : CREDIT);
      books.hasOrder(new Order(orders.get(i), users.get(i), lines, PRICE, false));
    }
    return orders;
  }

  private static BulkReader reader(FakeShop server) {
    return new BulkReader(server.address(), 4, Duration.ofSeconds(30));
  }
}
