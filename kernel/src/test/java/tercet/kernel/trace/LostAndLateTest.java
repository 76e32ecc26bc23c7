package tercet.kernel.trace;

import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;

final class LostAndLateTest {

  @Test
  void compensateThatOvertakesItsDebitWins(TestInfo test) throws IOException {
    TracedShop shop =
        shop(StepOrder.PARALLEL, 0)
            .checkout("c1", "o1")
            .deliver(SagaMessage.Debit.class, payment(1))
            .deliver(SagaMessage.Declined.class, payment(1))
            .deliver(SagaMessage.Compensate.class, stock(0))
            .note("the debit comes now and must take nothing")
            .deliverCopy(SagaMessage.Debit.class, stock(0))
            .deliver(SagaMessage.Compensated.class, stock(0))
            .note("nor may it when it comes once more, at the last moment at which it is valid")
            .pass(2_000)
            .deliver(SagaMessage.Debit.class, stock(0));
    Golden.matches(shop.trace(), test);
  }

  @Test
  void tombstoneIsKeptAsLongAsClocksMayDiffer(TestInfo test) throws IOException {
    TracedShop shop =
        shop(StepOrder.PARALLEL, 0)
            .checkout("c1", "o1")
            .deliver(SagaMessage.Debit.class, payment(1))
            .deliver(SagaMessage.Declined.class, payment(1))
            .deliver(SagaMessage.Compensate.class, stock(0))
            .deliver(SagaMessage.Compensated.class, stock(0))
            .pass(2_500)
            .note("the tombstone is gone, and the debit is no longer valid")
            .deliver(SagaMessage.Debit.class, stock(0));
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lostDebitIsSentAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop(StepOrder.PARALLEL, 100)
            .checkout("c1", "o1")
            .lose(SagaMessage.Debit.class, stock(0))
            .deliverAll()
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lostVoteIsGivenAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop(StepOrder.PARALLEL, 100)
            .checkout("c1", "o1")
            .deliver(SagaMessage.Debit.class, stock(0))
            .lose(SagaMessage.Debited.class, stock(0))
            .deliverAll()
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void lostCompensateIsSentAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop(StepOrder.STOCK_FIRST, 0)
            .checkout("c1", "o1")
            .deliver(SagaMessage.Debit.class, stock(0))
            .deliver(SagaMessage.Debited.class, stock(0))
            .deliver(SagaMessage.Debit.class, payment(1))
            .deliver(SagaMessage.Declined.class, payment(1))
            .lose(SagaMessage.Compensate.class, stock(0))
            .wakeNext()
            .deliver(SagaMessage.Compensate.class, stock(0))
            .lose(SagaMessage.Compensated.class, stock(0))
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void participantThatMissedTheCompleteAsksAgain(TestInfo test) throws IOException {
    TracedShop shop =
        shop(StepOrder.PARALLEL, 100)
            .checkout("c1", "o1")
            .deliver(SagaMessage.Debit.class, stock(0))
            .deliver(SagaMessage.Debit.class, payment(1))
            .deliver(SagaMessage.Debited.class, stock(0))
            .deliver(SagaMessage.Debited.class, payment(1))
            .deliver(SagaMessage.Complete.class, payment(1))
            .lose(SagaMessage.Complete.class, stock(0))
            .note("it waits until the transaction must be over")
            .wakeNext()
            .note("its question is lost, and it asks once more")
            .lose(SagaMessage.Debited.class, stock(0))
            .wakeNext()
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void everythingThatComesTwiceHasOneEffect(TestInfo test) throws IOException {
    TracedShop shop =
        shop(StepOrder.PARALLEL, 100)
            .checkout("c1", "o1")
            .deliverCopy(SagaMessage.Debit.class, stock(0))
            .deliver(SagaMessage.Debit.class, stock(0))
            .deliverCopy(SagaMessage.Debited.class, stock(0))
            .deliver(SagaMessage.Debited.class, stock(0))
            .deliver(SagaMessage.Debit.class, payment(1))
            .deliverCopy(SagaMessage.Debited.class, payment(1))
            .note("a vote about a saga that is unknown here: the order was paid")
            .deliver(SagaMessage.Debited.class, payment(1))
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  private static TracedShop shop(StepOrder stepOrder, long credit) {
    return new TracedShop(stepOrder)
        .item("apple", 5, 3)
        .user("ann", credit)
        .order("o1", "ann", line(2, "apple", 6));
  }
}
