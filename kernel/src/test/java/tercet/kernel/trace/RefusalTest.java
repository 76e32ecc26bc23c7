package tercet.kernel.trace;

import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.command.Command;
import tercet.kernel.id.Amount;
import tercet.kernel.id.UserId;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;

final class RefusalTest {

  @Test
  void declinedPaymentGivesStockBack(TestInfo test) throws IOException {
    TracedShop shop = shop(StepOrder.PARALLEL, 5, 5, 7).checkout("c1", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void declinedPaymentTouchesNoStockIfPaymentIsFirst(TestInfo test) throws IOException {
    TracedShop shop = shop(StepOrder.PAYMENT_FIRST, 5, 5, 7).checkout("c1", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void declinedPaymentGivesStockBackIfStockIsFirst(TestInfo test) throws IOException {
    TracedShop shop = shop(StepOrder.STOCK_FIRST, 5, 5, 7).checkout("c1", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void declinedStockGivesMoneyAndOtherStockBack(TestInfo test) throws IOException {
    TracedShop shop = shop(StepOrder.PAYMENT_FIRST, 5, 0, 100).checkout("c1", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void declinedStockTouchesNoMoneyIfStockIsFirst(TestInfo test) throws IOException {
    TracedShop shop = shop(StepOrder.STOCK_FIRST, 5, 0, 100).checkout("c1", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void allRefusing(TestInfo test) throws IOException {
    TracedShop shop = shop(StepOrder.PARALLEL, 0, 0, 0).checkout("c1", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void refusalThatOvertakesAVoteUndoesTheVoter(TestInfo test) throws IOException {
    TracedShop shop =
        shop(StepOrder.PARALLEL, 5, 0, 100)
            .checkout("c1", "o1")
            .deliver(SagaMessage.Debit.class, stock(0))
            .deliver(SagaMessage.Debit.class, stock(1))
            .deliver(SagaMessage.Declined.class, stock(1))
            .note("the vote arrives when the undo is on its way")
            .deliver(SagaMessage.Debited.class, stock(0))
            .note("the undo overtakes the debit")
            .deliver(SagaMessage.Compensate.class, payment(1))
            .deliver(SagaMessage.Debit.class, payment(1))
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void shardWithoutEnoughOfOneItemDebitsNoneOfTheOthers(TestInfo test) throws IOException {
    TracedShop shop =
        new TracedShop(StepOrder.PARALLEL)
            .item("apple", 5, 3)
            .item("plum", 0, 1)
            .user("ann", 100)
            .order("o1", "ann", line(2, "apple", 6), line(1, "plum", 1))
            .checkout("c1", "o1")
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void unknownItemIsRefused(TestInfo test) throws IOException {
    TracedShop shop =
        new TracedShop(StepOrder.STOCK_FIRST)
            .user("ann", 100)
            .order("o1", "ann", line(2, "apple", 6))
            .checkout("c1", "o1")
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void emptyOrderOfAnUnknownUserIsRefused(TestInfo test) throws IOException {
    StringBuilder traces = new StringBuilder();
    for (StepOrder stepOrder : StepOrder.values()) {
      TracedShop shop = new TracedShop(stepOrder).note(stepOrder.name()).order("o1", "ann");
      traces.append(shop.checkout("c1", "o1").deliverAll().trace());
    }
    Golden.matches(traces.toString(), test);
  }

  @Test
  void unknownOrderIsRefused(TestInfo test) throws IOException {
    Golden.matches(new TracedShop(StepOrder.PARALLEL).checkout("c1", "o1").trace(), test);
  }

  @Test
  void refusedOrderCanBeCheckedOutAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop(StepOrder.PAYMENT_FIRST, 5, 5, 7)
            .checkout("c1", "o1")
            .deliverAll()
            .ask("c2", new Command.Credit(new UserId("ann"), new Amount(1)))
            .checkout("c3", "o1")
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  private static TracedShop shop(StepOrder stepOrder, long apples, long pears, long credit) {
    return new TracedShop(stepOrder)
        .item("apple", apples, 3)
        .item("pear", pears, 2)
        .user("ann", credit)
        .order("o1", "ann", line(2, "apple", 6), line(1, "pear", 2));
  }
}
