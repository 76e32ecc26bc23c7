package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.kernel.command.AbortRuling;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.Reason;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

/** An operator aborts a transaction as far as its protocol may still do that. */
final class AbortTest {

  @Test
  void undecidedTransactionIsAbortedAsAtItsDeadline(TestInfo test) throws IOException {
    TracedShop shop =
        shop(Protocol.TCC).checkout("c1", "o1").deliver(TccMessage.Try.class, stock(0));
    abort(shop, "op", "c1").note("a vote that comes later changes nothing").deliverAll();
    abort(shop, "op2", "c1");
    Golden.matches(shop.trace(), test);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHOREOGRAPHY")
  void clientHearsOfTheAbortAndEverythingIsGivenBack(Protocol protocol) {
    TracedShop shop = shop(protocol).checkout("c1", "o1");
    assertEquals(AbortRuling.ABORTED, ruling(abort(shop, "op", "c1"), "op"));
    shop.deliverAll();
    assertEquals(new Answer.Refused(Reason.DEADLINE_EXCEEDED), shop.answer("c1"));
    assertEquals(10, shop.amount(new ItemId("apple")));
    assertEquals(100, shop.amount(new UserId("ann")));
    assertEquals(AbortRuling.NOT_OPEN, ruling(abort(shop, "op2", "c1"), "op2"));
  }

  @ParameterizedTest
  @EnumSource
  void paidTransactionStaysPaid(Protocol protocol) {
    TracedShop shop = shop(protocol).checkout("c1", "o1").deliverAll();
    assertEquals(AbortRuling.PAID, ruling(abort(shop, "op", "c1"), "op"));
    assertEquals(94, shop.amount(new UserId("ann")));
  }

  @Test
  void committedTransactionThatIsStillOpenStaysCommitted() {
    TracedShop shop =
        shop(Protocol.TWO_PHASE_COMMIT)
            .checkout("c1", "o1")
            .deliver(TwoPhaseMessage.Prepare.class, payment(1))
            .deliver(TwoPhaseMessage.Prepared.class, payment(1))
            .deliver(TwoPhaseMessage.Prepare.class, stock(0))
            .deliver(TwoPhaseMessage.Prepared.class, stock(0))
            .loseAll();
    assertEquals(AbortRuling.PAID, ruling(abort(shop, "op", "c1"), "op"));
  }

  @Test
  void abortedTransactionIsNotAbortedTwice() {
    TracedShop shop = shop(Protocol.TCC).checkout("c1", "o1").loseAll();
    abort(shop, "op", "c1").loseAll();
    assertEquals(AbortRuling.ABORTED_BEFORE, ruling(abort(shop, "op2", "c1"), "op2"));
  }

  @Test
  void choreographyIsLeftToItsParticipants() {
    TracedShop shop = shop(Protocol.CHOREOGRAPHY).checkout("c1", "o1");
    assertEquals(AbortRuling.PARTICIPANTS_DECIDE, ruling(abort(shop, "op", "c1"), "op"));
    shop.deliverAll();
    assertEquals(new Answer.Paid(new TransactionId("c1")), shop.answer("c1"));
  }

  @Test
  void anotherTransactionOfTheOrderIsLeftAlone() {
    TracedShop shop = shop(Protocol.TCC).checkout("c1", "o1");
    assertEquals(AbortRuling.NOT_OPEN, ruling(abort(shop, "op", "earlier"), "op"));
    shop.deliverAll();
    assertEquals(new Answer.Paid(new TransactionId("c1")), shop.answer("c1"));
  }

  private static TracedShop abort(TracedShop shop, String operator, String transaction) {
    return shop.ask(operator, new Command.Abort(new OrderId("o1"), new TransactionId(transaction)));
  }

  private static AbortRuling ruling(TracedShop shop, String operator) {
    return shop.answer(operator) instanceof Answer.AbortRuled ruled
        ? ruled.ruling()
        : fail("no ruling for " + operator);
  }

  private static TracedShop shop(Protocol protocol) {
    return new TracedShop(protocol)
        .item("apple", 10, 3)
        .user("ann", 100)
        .order("o1", "ann", line(2, "apple", 6));
  }
}
