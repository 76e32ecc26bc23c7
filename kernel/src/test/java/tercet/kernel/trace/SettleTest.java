package tercet.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;
import static tercet.kernel.trace.TracedShop.line;
import static tercet.kernel.trace.TracedShop.payment;
import static tercet.kernel.trace.TracedShop.stock;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tercet.kernel.Protocol;
import tercet.kernel.choreography.ChoreographyMessage;
import tercet.kernel.command.Answer;
import tercet.kernel.command.Command;
import tercet.kernel.command.RuledOutcome;
import tercet.kernel.command.SettleRuling;
import tercet.kernel.decision.Finding;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.order.Order;
import tercet.kernel.saga.SagaMessage;
import tercet.kernel.tcc.TccMessage;
import tercet.kernel.twophase.TwoPhaseMessage;

/** An operator settles a transaction whose order's records are gone. */
final class SettleTest {
  private static final OrderId O1 = new OrderId("o1");
  private static final ShardId ORDER = new Shards(4).of(O1);
  private static final ItemId APPLE = new ItemId("apple");
  private static final UserId ANN = new UserId("ann");

  @Test
  void participantsInDoubtFollowTheRuling(TestInfo test) throws IOException {
    TracedShop shop = ask(inDoubt(Protocol.TCC));
    settle(shop, "op", RuledOutcome.PAID).note("both ask again");
    ask(shop);
    settle(shop, "op2", RuledOutcome.PAID);
    settle(shop, "op3", RuledOutcome.UNPAID);
    Golden.matches(shop.trace(), test);
  }

  @ParameterizedTest
  @EnumSource
  void allEndAsPaidOrAllAsUnpaid(Protocol protocol) {
    for (RuledOutcome settlement : List.of(RuledOutcome.PAID, RuledOutcome.UNPAID)) {
      TracedShop shop = ask(inDoubt(protocol));
      assertEquals(
          List.of(Finding.Reason.ORDER_MISSING, Finding.Reason.ORDER_MISSING), reasons(shop));
      assertEquals(SettleRuling.SETTLED, ruling(settle(shop, "op", settlement), "op"));
      ask(shop);
      assertEnded(shop, settlement == RuledOutcome.PAID);
    }
  }

  /** A record that could not decide may look as if it could: one participant has followed. */
  @ParameterizedTest
  @CsvSource({"TCC, PAID", "TCC, UNPAID", "SAGA, PAID", "CHOREOGRAPHY, UNPAID"})
  void participantThatReturnsLateFollowsTheRulingToo(Protocol protocol, RuledOutcome settlement) {
    TracedShop shop = inDoubt(protocol).wakePart("c1", stock(0)).deliverAll();
    settle(shop, "op", settlement).wakePart("c1", stock(0)).deliverAll();
    shop.order("o1", "ann", line(2, "apple", 6));
    shop.wakePart("c1", payment(1)).deliverAll();
    assertEnded(shop, settlement == RuledOutcome.PAID);
    assertEquals(new Order.Unpaid(ANN, List.of(line(2, "apple", 6)), 1), shop.find("o1"));
  }

  @Test
  void rulingIsForGood() {
    TracedShop shop = ask(inDoubt(Protocol.TCC));
    settle(shop, "op", RuledOutcome.UNPAID);
    assertEquals(
        SettleRuling.SETTLED_BEFORE, ruling(settle(shop, "op2", RuledOutcome.UNPAID), "op2"));
    assertEquals(
        SettleRuling.SETTLED_OTHERWISE, ruling(settle(shop, "op3", RuledOutcome.PAID), "op3"));
    assertEnded(ask(shop), false);
    assertEquals(
        SettleRuling.SETTLED_OTHERWISE, ruling(settle(shop, "op4", RuledOutcome.PAID), "op4"));
  }

  @Test
  void orderThatNamesItsPaymentCannotBeOverruled() {
    TracedShop shop = inDoubt(Protocol.TCC);
    shop.given(
        Key.order(O1, ORDER),
        new Order.Unpaid(ANN, List.of(), 1).paidBy(new TransactionId("c1"), Order.TIME_UNKNOWN));
    for (RuledOutcome settlement : List.of(RuledOutcome.PAID, RuledOutcome.UNPAID)) {
      assertEquals(SettleRuling.ORDER_PAID, ruling(settle(shop, "op", settlement), "op"));
    }
    assertEnded(ask(shop), true);
  }

  @Test
  void orderThatTellsThatItIsNotPaidCannotBeOverruled() {
    TracedShop shop = inDoubt(Protocol.TCC);
    shop.order("o1", "ann");
    for (RuledOutcome settlement : RuledOutcome.values()) {
      assertEquals(SettleRuling.ORDER_NOT_PAID, ruling(settle(shop, "op", settlement), "op"));
    }
    assertEnded(ask(shop), false);
  }

  @ParameterizedTest
  @EnumSource
  void openTransactionIsLeftToItsProtocol(Protocol protocol) {
    TracedShop shop = shop(protocol).checkout("c1", "o1");
    for (RuledOutcome settlement : RuledOutcome.values()) {
      assertEquals(SettleRuling.OPEN, ruling(settle(shop, "op", settlement), "op"));
    }
    shop.deliverAll();
    assertEquals(new Answer.Paid(new TransactionId("c1")), shop.answer("c1"));
  }

  @Test
  void participantsInDoubtCannotBeClosed() {
    TracedShop shop = inDoubt(Protocol.SAGA);
    assertEquals(SettleRuling.IN_DOUBT, ruling(settle(shop, "op", RuledOutcome.CLOSED), "op"));
    settle(shop, "op2", RuledOutcome.UNPAID);
    assertEnded(ask(shop), false);
  }

  /** Another transaction has paid the order meanwhile: what this one took is given back. */
  @Test
  void whatWasTakenForNothingIsGivenBack() {
    TracedShop shop = inDoubt(Protocol.CHOREOGRAPHY);
    shop.given(
        Key.order(O1, ORDER),
        new Order.Unpaid(ANN, List.of(), 2).paidBy(new TransactionId("other"), Order.TIME_UNKNOWN));
    ask(shop);
    assertEquals(
        List.of(Finding.Reason.TAKEN_FOR_NOTHING, Finding.Reason.TAKEN_FOR_NOTHING), reasons(shop));
    assertEquals(SettleRuling.ORDER_NOT_PAID, ruling(settle(shop, "op", RuledOutcome.PAID), "op"));
    assertEquals(SettleRuling.SETTLED, ruling(settle(shop, "op2", RuledOutcome.UNPAID), "op2"));
    assertEnded(ask(shop), false);
  }

  /** An attempt that was begun again under the same id is not ruled on. */
  @Test
  void rulingIsOnOneAttempt() {
    TracedShop shop = inDoubt(Protocol.TCC);
    shop.ask("op", new Command.Settle(O1, new TransactionId("c1"), 1, 5, RuledOutcome.PAID));
    ask(shop);
    assertEquals(2, shop.findings.size());
  }

  /** The votes of both participants are lost, and then all records of the order. */
  private static TracedShop inDoubt(Protocol protocol) {
    TracedShop shop = shop(protocol).checkout("c1", "o1");
    switch (protocol) {
      case TCC ->
          shop.deliver(TccMessage.Try.class, stock(0)).deliver(TccMessage.Try.class, payment(1));
      case SAGA ->
          shop.deliver(SagaMessage.Debit.class, stock(0))
              .deliver(SagaMessage.Debit.class, payment(1));
      case CHOREOGRAPHY ->
          shop.deliver(ChoreographyMessage.Debit.class, stock(0))
              .deliver(ChoreographyMessage.Debit.class, payment(1))
              .lose(ChoreographyMessage.VoteYes.class, stock(0), ORDER)
              .lose(ChoreographyMessage.VoteYes.class, payment(1), ORDER)
              .deliver(ChoreographyMessage.VoteYes.class, stock(0))
              .deliver(ChoreographyMessage.VoteYes.class, payment(1));
      case TWO_PHASE_COMMIT ->
          shop.deliver(TwoPhaseMessage.Prepare.class, payment(1))
              .deliver(TwoPhaseMessage.Prepared.class, payment(1))
              .deliver(TwoPhaseMessage.Prepare.class, stock(0));
    }
    return shop.loseAll().lost(Key.transaction(O1, ORDER)).lost(Key.order(O1, ORDER)).pass(6_000);
  }

  private static TracedShop ask(TracedShop shop) {
    return shop.wakePart("c1", stock(0)).wakePart("c1", payment(1)).deliverAll();
  }

  private static TracedShop settle(TracedShop shop, String operator, RuledOutcome settlement) {
    return shop.ask(operator, new Command.Settle(O1, new TransactionId("c1"), 1, 0, settlement));
  }

  private static SettleRuling ruling(TracedShop shop, String operator) {
    return shop.answer(operator) instanceof Answer.SettleRuled ruled
        ? ruled.ruling()
        : fail("no ruling for " + operator);
  }

  private static List<Finding.Reason> reasons(TracedShop shop) {
    return shop.findings.stream().map(Finding::reason).toList();
  }

  private static void assertEnded(TracedShop shop, boolean paid) {
    assertEquals(paid ? 8 : 10, shop.amount(APPLE));
    assertEquals(paid ? 94 : 100, shop.amount(ANN));
    assertFalse(shop.anythingOpen(), shop::trace);
  }

  private static TracedShop shop(Protocol protocol) {
    return new TracedShop(protocol)
        .item("apple", 10, 3)
        .user("ann", 100)
        .order("o1", "ann", line(2, "apple", 6));
  }
}
