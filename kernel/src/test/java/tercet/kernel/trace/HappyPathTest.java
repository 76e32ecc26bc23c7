package tercet.kernel.trace;

import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.command.Command;
import tercet.kernel.id.Amount;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.UserId;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;

final class HappyPathTest {

  @Test
  void parallelAsksEverybodyAtOnce(TestInfo test) throws IOException {
    Golden.matches(threeShardsOfStock(StepOrder.PARALLEL).trace(), test);
  }

  @Test
  void paymentFirstTouchesStockOnlyWhenTheUserHasPaid(TestInfo test) throws IOException {
    Golden.matches(threeShardsOfStock(StepOrder.PAYMENT_FIRST).trace(), test);
  }

  @Test
  void stockFirstTouchesMoneyOnlyWhenEverythingIsTaken(TestInfo test) throws IOException {
    Golden.matches(threeShardsOfStock(StepOrder.STOCK_FIRST).trace(), test);
  }

  private static TracedShop threeShardsOfStock(StepOrder stepOrder) {
    return new TracedShop(stepOrder)
        .item("apple", 5, 3)
        .item("pear", 5, 2)
        .item("fig", 9, 1)
        .user("ann", 100)
        .order("o1", "ann", line(2, "apple", 6), line(1, "pear", 2), line(3, "fig", 3))
        .checkout("c1", "o1")
        .deliverAll();
  }

  @Test
  void votesMayArriveInAnyOrder(TestInfo test) throws IOException {
    TracedShop shop =
        new TracedShop(StepOrder.PARALLEL)
            .item("apple", 5, 3)
            .item("pear", 5, 2)
            .user("ann", 100)
            .order("o1", "ann", line(2, "apple", 6), line(1, "pear", 2))
            .checkout("c1", "o1")
            .deliver(SagaMessage.Debit.class, stock(1))
            .deliver(SagaMessage.Debited.class, stock(1))
            .deliver(SagaMessage.Debit.class, stock(0))
            .deliver(SagaMessage.Debit.class, payment(1))
            .deliver(SagaMessage.Debited.class, payment(1))
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void twoItemsOfOneShardAreDebitedTogether(TestInfo test) throws IOException {
    TracedShop shop =
        new TracedShop(StepOrder.PARALLEL)
            .item("apple", 5, 3)
            .item("plum", 5, 1)
            .user("ann", 7)
            .order("o1", "ann", line(2, "apple", 6), line(1, "plum", 1))
            .checkout("c1", "o1")
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void sameItemAddedTwiceIsOneLineAndOneDebit(TestInfo test) throws IOException {
    OrderId order = new OrderId("o1");
    ItemId apple = new ItemId("apple");
    TracedShop shop =
        new TracedShop(StepOrder.PARALLEL)
            .item("apple", 5, 3)
            .user("ann", 100)
            .ask("c1", new Command.CreateOrder(order, new UserId("ann")))
            .ask("c2", new Command.AddItem(order, apple, new Amount(2), new Amount(3)))
            .ask("c3", new Command.AddItem(order, apple, new Amount(1), new Amount(4)))
            .ask("c4", new Command.FindOrder(order))
            .checkout("c5", "o1")
            .deliverAll()
            .ask("c6", new Command.FindOrder(order));
    Golden.matches(shop.trace(), test);
  }

  @Test
  void emptyOrderOfAKnownUserIsPaid(TestInfo test) throws IOException {
    StringBuilder traces = new StringBuilder();
    for (StepOrder stepOrder : StepOrder.values()) {
      traces.append(
          new TracedShop(stepOrder)
              .note(stepOrder.name())
              .user("ann", 0)
              .order("o1", "ann")
              .checkout("c1", "o1")
              .deliverAll()
              .trace());
    }
    Golden.matches(traces.toString(), test);
  }
}
