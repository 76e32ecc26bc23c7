package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.Amount;
import tercet.kernel.id.UserId;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.saga.StepOrder;

final class DeadlineTest {

  @Test
  void silentParticipantIsAskedAgainAndGivenUpAtTheDeadline(TestInfo test) throws IOException {
    TracedShop shop = stockSilent();
    for (int send = 1; send < 6; send++) {
      shop.lose(SagaMessage.Debit.class, stock(0)).wakeNext();
    }
    shop.note("it hears of the abort only, and its debit from before is too late")
        .loseAll()
        .wakeNext()
        .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void clientHearsOfTheAbortWhileAParticipantStaysSilent(TestInfo test) throws IOException {
    TracedShop shop = stockSilent().loseAll().pass(5_000).wakeNext();
    shop.deliver(SagaMessage.Compensate.class, payment(1))
        .deliver(SagaMessage.Compensated.class, payment(1));
    shop.loseAll().wakeNext().note("no client waits any more, but stock may still hold something");
    shop.loseAll().wakeNext().note("a client that asks now is not told of the old attempt");
    shop.checkout("c2", "o1").deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void clientHearsOfARefusalByTheDeadlineThoughAParticipantStaysSilent() {
    TracedShop shop =
        shop(StepOrder.STOCK_FIRST, 0)
            .checkout("c1", "o1")
            .deliver(SagaMessage.Debit.class, stock(0))
            .deliver(SagaMessage.Debited.class, stock(0))
            .deliver(SagaMessage.Debit.class, payment(1))
            .deliver(SagaMessage.Declined.class, payment(1));
    while (shop.answer("c1") == null) {
      shop.loseAll().wakeNext();
    }
    assertEquals(
        new Answer.Refused(new Refusal.Shortage(new UserId("ann"), new Amount(6), new Amount(0))),
        shop.answer("c1"));
    assertEquals(TracedShop.START.plus(TracedShop.DEADLINE), shop.now());
  }

  @Test
  void lastVoteAfterTheDeadlineAborts(TestInfo test) throws IOException {
    TracedShop shop =
        stockSilent().deliver(SagaMessage.Debit.class, stock(0)).pass(5_000).deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void nextStepIsNotBegunAfterTheDeadline(TestInfo test) throws IOException {
    TracedShop shop =
        shop(StepOrder.PAYMENT_FIRST)
            .checkout("c1", "o1")
            .deliver(SagaMessage.Debit.class, payment(1))
            .pass(5_000)
            .deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void debitAfterItsTimeIsIgnored(TestInfo test) throws IOException {
    TracedShop shop = stockSilent().pass(2_001).deliverAll();
    Golden.matches(shop.trace(), test);
  }

  @Test
  void debitThatBecomesVoidAsItArrivesHasNoEffect(TestInfo test) throws IOException {
    Golden.matches(
        stockSilent().pass(2_000).deliver(SagaMessage.Debit.class, stock(0)).trace(), test);
  }

  @Test
  void checkoutThatArrivesAtItsDeadlineIsRefused(TestInfo test) throws IOException {
    Golden.matches(shop(StepOrder.PARALLEL).pass(5_000).checkout("c1", "o1").trace(), test);
  }

  private static TracedShop stockSilent() {
    return shop(StepOrder.PARALLEL)
        .checkout("c1", "o1")
        .deliver(SagaMessage.Debit.class, payment(1))
        .deliver(SagaMessage.Debited.class, payment(1));
  }

  private static TracedShop shop(StepOrder stepOrder) {
    return shop(stepOrder, 100);
  }

  private static TracedShop shop(StepOrder stepOrder, long credit) {
    return new TracedShop(stepOrder)
        .item("apple", 5, 3)
        .user("ann", credit)
        .order("o1", "ann", line(2, "apple", 6));
  }
}
